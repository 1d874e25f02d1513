// Runs the cases in their environments: each SDK, in Node and in Chromium, and
// ours in a Worker.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, openPage, serveFiles } from '../support/browser.mjs';
import { startServer } from '../support/server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const APPS = 250;
/** Each environment has apps of its own. */
const ENVIRONMENTS = ['chromium official', 'chromium ours', 'node official', 'node ours', 'worker ours'];

/**
 * Gives { node, chromium, worker }, each { ours, official } with the results by
 * case name; `ending` ends what it starts. The official SDK knows no Workers:
 * what ours gives in one is held against what it gives in the page.
 */
export async function runEverywhere(ending, features, { only, where = ['node', 'chromium', 'worker'] } = {}) {
  const apps = Array.from({ length: APPS }, (_, n) => `app${n}`);
  const args = ['dev', ...apps].flatMap((id) => ['--app', `${id},${id},${id}-master`]);
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  ending.after(() => rmSync(folder, { recursive: true }));
  // The server takes this word out of messages, and tells their senders why.
  const words = join(folder, 'words');
  writeFileSync(words, 'unspeakable\n');
  const server = await startServer(ending, [...args, '--words', words]);
  const shortLived = await startServer(ending, [...args, '--timeouts-session-token', '1s']);
  const options = (sdk, place) => ({
    features,
    only,
    sdk,
    place,
    server: server.url,
    // Its session tokens are over after a second.
    shortLived: shortLived.url,
    prefix: sdk[1] + place[0],
    apps: (APPS / ENVIRONMENTS.length) * ENVIRONMENTS.indexOf(`${place} ${sdk}`),
  });
  const inPage = await chromium(ending, where);
  const run = { node: inNode, chromium: inPage, worker: inPage };
  const results = {};
  for (const place of where) {
    const official = place === 'worker' ? 'chromium' : place;
    const [ours, theirs] = await Promise.all([
      run[place](options('ours', place)),
      results[official]?.official ?? run[official](options('official', official)),
    ]);
    results[place] = { ours, official: theirs };
  }
  return results;
}

function inNode(options) {
  const child = fork(path('./node-runner.mjs'), { env: { ...process.env, CONTRACT: JSON.stringify(options) } });
  const results = new Map();
  results.unhandled = [];
  return new Promise((resolve, reject) => {
    child.on('message', ({ name, result, unhandled, done, methods, uncalled }) => {
      if (name) results.set(name, result);
      if (unhandled) results.unhandled.push(unhandled);
      if (done) {
        Object.assign(results, { methods, uncalled });
        child.disconnect();
        resolve(results);
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the runner of ${options.sdk} ended with ${code}`)));
  });
}

async function chromium(ending, where) {
  if (!where.includes('chromium') && !where.includes('worker')) return undefined;
  const browser = await launch(ending);
  const origin = await serveFiles(ending, {
    '/official/': path('../../node_modules/leancloud-realtime/dist/'),
    '/imclient/': path('../../dist/'),
    '/plugin/': path('../../node_modules/leancloud-realtime-plugin-typed-messages/dist/'),
    '/wire/': path('../../../core/wire/'),
    '/test/': path('../'),
    '/empty.html': '<!doctype html><title>contract</title>',
    '/away.html': '<!doctype html><title>away</title><script type="module" src="/test/contract/away-frame.mjs"></script>',
  });
  return async (options) => {
    const context = await browser.newContext();
    // Cases close connections on purpose, and Chromium says so.
    const page = await openPage(context, `${origin}/empty.html`, { expected: /./ });
    const results = await page.evaluate(async (given) => {
      console.warn = () => {};
      console.error = () => {};
      const { run } = await import('/test/contract/page.mjs');
      return run(given);
    }, { ...options, otherOrigin: origin.replace('127.0.0.1', 'localhost') });
    const all = new Map(results);
    all.unhandled = page.problems;
    await context.close();
    return all;
  };
}

// The packed package in users' own builds: Vite (its dev server and its build)
// and webpack 5, each logging in and sending from a page, and once more in a Worker.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import * as vite from 'vite';
import webpack from 'webpack';
import { launch, openPage, serveFiles } from './support/browser.mjs';
import { cleanup } from './support/cleanup.mjs';
import { packedProject } from './support/packed.mjs';
import { startServer } from './support/server.mjs';

const ending = cleanup();
let server;
let browser;
let project;

const PAGE = '<!doctype html><link rel="icon" href="data:,"><title>a bundled page</title><script type="module" src="./main.js"></script>';

const program = (name, server) => `
import { Realtime, TextMessage } from 'imclient';
const worker = location.hash === '#worker';
const realtime = new Realtime({ appId: 'dev', appKey: 'dev', server: '${server}', worker });
const client = await realtime.createIMClient('${name}');
const conversation = await client.createConversation({ members: ['other'] });
await conversation.send(new TextMessage('from ${name}'));
const [message] = await conversation.queryMessages({ limit: 1 });
document.title = message.text;
`;

before(async () => {
  server = await startServer(ending);
  browser = await launch(ending);
  ({ project } = await packedProject(ending));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'user', private: true, type: 'module' }));
});

/** A folder of the project with a page whose program logs in as `name`. */
function app(name) {
  const folder = join(project, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), PAGE);
  writeFileSync(join(folder, 'main.js'), program(name, server.url));
  return folder;
}

/** Waits for the title that the page at `url` gives itself, with the core in the page and then in a Worker. */
async function titleOf(t, url, title) {
  const context = await browser.newContext();
  t.after(() => context.close());
  for (const [hash, workers] of [['', 0], ['#worker', 1]]) {
    const page = await openPage(context, `${url}${hash}`);
    await page.waitForFunction((title) => document.title === title, title);
    assert.equal(page.workers().length, workers);
    assert.deepEqual(page.problems, []);
  }
}

describe('the package in a build of the user', () => {
  it('works with Vite’s build, without configuration', async (t) => {
    const root = app('vite-build');
    await vite.build({ root, configFile: false, logLevel: 'error', build: { target: 'es2022' } });
    const origin = await serveFiles({ after: (action) => t.after(action) }, { '/': join(root, 'dist/') });
    await titleOf(t, `${origin}/index.html`, 'from vite-build');
  });

  it('works with Vite’s dev server and the one documented line', async (t) => {
    const root = app('vite-dev');
    const dev = await vite.createServer({
      root,
      configFile: false,
      logLevel: 'error',
      cacheDir: join(root, 'cache'),
      server: { port: 0, host: '127.0.0.1' },
      optimizeDeps: { exclude: ['imclient'] },
    });
    t.after(() => dev.close());
    await dev.listen();
    await titleOf(t, dev.resolvedUrls.local[0] ?? dev.resolvedUrls.network[0], 'from vite-dev');
  });

  it('works with webpack 5, without configuration', async (t) => {
    const root = app('webpack');
    const compiler = webpack({
      mode: 'production',
      context: root,
      entry: './main.js',
      output: { path: join(root, 'dist'), filename: 'main.js' },
    });
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    assert.deepEqual(stats.toJson().errors, []);
    const origin = await serveFiles(
      { after: (action) => t.after(action) },
      { '/index.html': PAGE, '/': join(root, 'dist/') },
    );
    await titleOf(t, `${origin}/index.html`, 'from webpack');
  });
});

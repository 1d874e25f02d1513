// A real headless Chromium, and the static servers that pages come from.
import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
};

/** Where Chromium or Chrome is: $CHROME, else the first of the usual names. */
export function chromePath() {
  if (process.env.CHROME) return process.env.CHROME;
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  if (existsSync(mac)) return mac;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {
      // not this one
    }
  }
  throw new Error('no Chromium or Chrome found: install one or set CHROME');
}

/** Launches Chromium; `after` closes it. */
export async function launch({ after }) {
  const browser = await chromium.launch({
    executablePath: chromePath(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  after(() => browser.close());
  return browser;
}

/**
 * Opens a page and notes what went wrong in it. `problems` must be empty at
 * the end of a test, but for what `expected` allows (a server that is down
 * makes Chromium report failed connections as console errors).
 */
export async function openPage(context, url, { expected } = {}) {
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(`uncaught: ${error.stack ?? error}`));
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    if (expected?.test(message.text())) return;
    page.problems.push(`console.error: ${message.text()}`);
  });
  await page.goto(url);
  return page;
}

/**
 * Serves folders on an origin of their own: { '/prefix/': '/folder' },
 * { '/page.html': 'text of the page' } and { '/file.js': 'text', ... }. `headers`
 * gives those that a path's answer has besides.
 */
export async function serveFiles({ after }, mounts, { types = TYPES, headers = () => ({}) } = {}) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    for (const [prefix, target] of Object.entries(mounts)) {
      if (!prefix.endsWith('/')) {
        if (path !== prefix) continue;
        response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? TYPES['.html'], ...headers(path) }).end(target);
        return;
      }
      if (!path.startsWith(prefix)) continue;
      const file = join(target, normalize('/' + path.slice(prefix.length)));
      if (!existsSync(file) || !statSync(file).isFile()) continue;
      response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', ...headers(path) });
      createReadStream(file).pipe(response);
      return;
    }
    response.writeHead(404).end('not found');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

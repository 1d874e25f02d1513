// Serves the bench's pages and both packages, compressed beforehand, and takes
// what the pages post.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const web = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const MOUNTS = { '/dist/': web('dist'), '/official/': web('node_modules/leancloud-realtime/dist'), '/bench/': web('bench') };
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The file as it travels: brotli -q 11, kept between runs by its content. */
function compressed(file) {
  const content = readFileSync(file);
  const kept = web(`bench/out/${createHash('sha256').update(content).digest('hex')}.br`);
  if (!existsSync(kept)) {
    mkdirSync(web('bench/out'), { recursive: true });
    writeFileSync(kept, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
  return readFileSync(kept);
}

/** The bytes that a page downloads of each contender. */
export function downloads() {
  const size = (...files) => files.reduce((sum, file) => sum + compressed(web(file)).length, 0);
  return {
    official: size('node_modules/leancloud-realtime/dist/im-browser.min.js'),
    ours: size('dist/imclient.js', 'dist/imclient.wasm'),
  };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** `actions` maps the path of a POST to an async function of (query, body) that gives the answer's text. */
export async function servePages(actions) {
  const cache = new Map();
  const file = (path) => {
    const mount = Object.keys(MOUNTS).find((prefix) => path.startsWith(prefix));
    if (!mount) return undefined;
    const name = join(MOUNTS[mount], normalize(`/${path.slice(mount.length)}`));
    if (!existsSync(name) || !statSync(name).isFile()) return undefined;
    if (!cache.has(name)) cache.set(name, compressed(name));
    return { name, content: cache.get(name) };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    try {
      const action = request.method === 'POST' && actions[url.pathname];
      if (action) {
        response.end((await action(Object.fromEntries(url.searchParams), await bodyOf(request))) ?? '');
        return;
      }
      const found = file(url.pathname);
      if (!found) {
        response.writeHead(404).end();
        return;
      }
      const tag = `"${createHash('sha256').update(found.content).digest('hex').slice(0, 16)}"`;
      const page = extname(found.name) === '.html';
      response.setHeader('Content-Type', TYPES[extname(found.name)] ?? 'application/octet-stream');
      response.setHeader('Content-Encoding', 'br');
      // What has a name of its content may be kept; both contenders alike.
      response.setHeader('Cache-Control', page ? 'no-cache' : 'public, max-age=86400');
      response.setHeader('ETag', tag);
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.end(found.content);
    } catch (error) {
      response.writeHead(500).end(String(error?.stack ?? error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

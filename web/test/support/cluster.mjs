// Several real imservers on one PostgreSQL, connected by NATS, behind Caddy with the
// file of deploy/compose.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Server } from './server.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** PostgreSQL and NATS, until the tests end: their URLs. */
async function startEngines({ after }) {
  mkdirSync(`${root}web/test/out`, { recursive: true });
  const program = `${root}web/test/out/engines`;
  const built = spawnSync(process.env.GO ?? 'go', ['build', '-o', program, './server/servertest/engines'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`engines: ${built.error ?? built.stderr}`);
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  after(async () => {
    const gone = child.exitCode === null && once(child, 'exit');
    child.stdin.end();
    await gone;
  });
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`engines ended: ${code}`)));
  });
  return JSON.parse(line);
}

/** Whether a node, or the load balancer, wants clients. */
export async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Waits until `is()` gives true, for `ms` at most. */
export async function until(what, is, ms = 60_000) {
  for (const end = Date.now() + ms; !(await is()); ) {
    if (Date.now() > end) throw new Error(`in vain: ${what}`);
    await delay(20);
  }
}

async function startCaddy({ after }, url, nodes) {
  const dir = mkdtempSync(join(tmpdir(), 'caddy-'));
  // As it is operated, but that it notices sooner.
  const file = readFileSync(`${root}deploy/compose/Caddyfile`, 'utf8').replace('health_interval 1s', 'health_interval 100ms');
  writeFileSync(join(dir, 'Caddyfile'), file);
  const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', join(dir, 'Caddyfile')], {
    env: { PATH: process.env.PATH, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir, PUBLIC_URL: url, NODES: nodes.join(' ') },
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  after(async () => {
    child.kill('SIGKILL');
    await gone;
    rmSync(dir, { recursive: true, force: true });
  });
  const ended = gone.then((reason) => Promise.reject(new Error(`Caddy does not run (Debian: apt-get install caddy): ${reason}`)));
  await Promise.race([ended, until('the load balancer is there', () => isReady(url))]);
  ended.catch(() => undefined);
}

/** Starts so many nodes with the development app; `url` is the load balancer's. */
export async function startCluster(ending, count) {
  const { store, bus } = await startEngines(ending);
  const url = `http://127.0.0.1:${await freePort()}`;
  const args = ['--store', store, '--bus', bus, '--nats-lease', '1s', '--public-url', url, '--trusted-proxies', '127.0.0.1/32'];
  args.push('--drain-delay', '500ms', '--drain-window', '500ms', '--drain-grace', '2s');
  const nodes = Array.from({ length: count }, () => new Server(args));
  ending.after(() => Promise.all(nodes.map((node) => node.close())));
  await Promise.all(nodes.map((node) => node.start()));
  await startCaddy(ending, url, nodes.map((node) => new URL(node.url).host));
  return { url, nodes };
}

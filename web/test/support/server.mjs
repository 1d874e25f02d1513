// The real imserver, started for a test on a data directory of its own. With
// IMSERVER_TEST_NODES it is several nodes on a PostgreSQL and a NATS of their own, with a
// balancer in front (cmd/imcluster); their data is gone when they stop.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const program = Number(process.env.IMSERVER_TEST_NODES ?? 1) > 1 ? 'bin/imcluster' : 'bin/imserver';

// A test process that ends early must not leave its server behind.
const running = new Set();
const killAll = () => {
  for (const child of running) child.kill('SIGKILL');
};
process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    killAll();
    process.kill(process.pid, signal);
  });
}

/** One imserver process. `log` holds the lines it wrote to stderr. */
export class Server {
  #process;
  #listen = '127.0.0.1:0';
  #dir = mkdtempSync(join(tmpdir(), 'imserver-'));
  #args;
  #web;
  #waiting = new Set();
  url = '';
  log = [];

  /** With `carried`, pages come from the binary itself and not from this folder. `data` is a directory with data, which goes at the end. */
  constructor(args = [], { carried = false, data } = {}) {
    this.#args = args;
    if (data) {
      rmSync(this.#dir, { recursive: true });
      this.#dir = data;
    }
    this.#web = carried ? [] : ['--web', join(root, 'web')];
  }

  /** Starts the process and waits for its address. After stop or kill it starts again on the same address and data. */
  async start() {
    const child = spawn(
      join(root, program),
      ['serve', '--listen', this.#listen, '--data', this.#dir, ...this.#web, ...this.#args],
      { cwd: this.#dir, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#process = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.log.push(line);
      for (const check of this.#waiting) check();
    });
    const lines = createInterface({ input: child.stdout });
    this.url = await new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const found = /^imserver listening on (http\S+)$/.exec(line);
        if (found) resolve(found[1]);
      });
      child.once('error', reject);
      child.once('exit', (code, signal) =>
        reject(new Error(`imserver ended (${code ?? signal}): ${this.log.join('\n')}`)),
      );
    });
    this.#listen = new URL(this.url).host;
    return this;
  }

  get data() {
    return this.#dir;
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  /** Resolves with the first log line that matches, past or future. */
  async logged(pattern, milliseconds = 10_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`no log line matches ${pattern}:\n${this.log.join('\n')}`));
      }, milliseconds);
      const check = () => {
        const line = this.log.find((l) => pattern.test(l));
        if (line === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(line);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Ends the process: 'SIGTERM' cleanly, 'SIGKILL' as a crash does. */
  async kill(signal = 'SIGKILL') {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return undefined;
    const gone = once(child, 'exit');
    child.kill(signal);
    const [code] = await gone;
    return code;
  }

  /** Stops the process where it is, until goOn: connections stay, and nothing answers. */
  hang() {
    this.#process.kill('SIGSTOP');
  }

  goOn() {
    this.#process.kill('SIGCONT');
  }

  /** Ends the process and removes its data. */
  async close() {
    const code = await this.kill('SIGTERM');
    rmSync(this.#dir, { recursive: true, force: true });
    return code;
  }
}

/** Starts imserver with its development app and ends it after the tests of `t` (what cleanup() gives, or a test context). */
export async function startServer({ after }, args, options) {
  const server = await new Server(args, options).start();
  after(() => server.close());
  return server;
}

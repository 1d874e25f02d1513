// A plain headless Chromium: nothing is attached to it while it measures, for
// an attached automation protocol reports every frame of a socket and slows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromePath } from '../test/support/browser.mjs';

export class Chromium {
  #profile = mkdtempSync(join(tmpdir(), 'imclient-bench-'));
  #process;

  open(url) {
    this.#process = spawn(
      chromePath(),
      [
        '--headless',
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--enable-precise-memory-info',
        '--js-flags=--expose-gc',
        `--user-data-dir=${this.#profile}`,
        url,
      ],
      { stdio: 'ignore', detached: true },
    );
  }

  /** Ends the browser; its profile stays for the next open(). */
  async end() {
    if (!this.#process || this.#process.exitCode !== null) return;
    const gone = once(this.#process, 'exit');
    // Its own group: the processes that it started end with it.
    process.kill(-this.#process.pid, 'SIGTERM');
    await gone;
    this.#process = undefined;
  }

  async close() {
    await this.end();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

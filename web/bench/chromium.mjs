// A plain headless Chromium: nothing is attached to it while it measures, for
// an attached automation protocol reports every frame of a socket and slows it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
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
        // No second renderer: cpu() is to find the page's.
        '--disable-features=SpareRendererForSitePerProcess',
        '--enable-precise-memory-info',
        '--js-flags=--expose-gc',
        `--user-data-dir=${this.#profile}`,
        url,
      ],
      { stdio: 'ignore', detached: true },
    );
  }

  /**
   * Microseconds of processor time that the page's main thread has had. undefined
   * where the system does not tell.
   */
  cpu() {
    if (!existsSync('/proc/self/schedstat')) return undefined;
    const renderers = [];
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        // pid (name) state parent group; the name may hold anything.
        const [, , group] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
        if (Number(group) !== this.#process?.pid) continue;
        if (!readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer')) continue;
        renderers.push(Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[0]));
      } catch {
        // It has ended.
      }
    }
    if (renderers.length !== 1) throw new Error(`${renderers.length} pages' processes`);
    return renderers[0] / 1000;
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

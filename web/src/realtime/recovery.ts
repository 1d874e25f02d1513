import { ErrorCode } from '../errors/codes';
import type { IMError } from '../errors/error';
import type { IMClient } from '../client/client';

/** The first attempt waits at most so long after one that failed, each further one up to twice as long. */
const RETRY = 1_000;
const MAX_RETRY = 300_000;

/** Codes of the server with which it is worth while to ask again. */
const PASSING: number[] = [
  ErrorCode.READ_TIMEOUT,
  ErrorCode.LOGIN_TIMEOUT,
  ErrorCode.MESSAGE_SENT_QUOTA_EXCEEDED,
  ErrorCode.INTERNAL_ERROR,
];

/** What a recovery does to its Realtime. */
export interface RecoveryHost {
  readonly retry: number | undefined;
  readonly maxRetry: number | undefined;
  announce(name: 'schedule' | 'retry', ...args: number[]): void;
  /** Opens the client's session in the new core, which is started if there is none; may reject. */
  reopen(client: IMClient): Promise<void>;
  /** The client's session could not be opened; `final` when it never will be. */
  failed(client: IMClient, error: Error, final: boolean): void;
}

/**
 * Brings the clients of a dead core into a new one: as after a lost connection,
 * with schedule and retry before each attempt, at once first and then with
 * back-off, until each is back or refused.
 */
export class Recovery {
  readonly #host: RecoveryHost;
  readonly #clients: Set<IMClient>;
  #wake: (() => void) | undefined;
  #paused = false;
  #over = false;

  constructor(clients: IMClient[], host: RecoveryHost) {
    this.#clients = new Set(clients);
    this.#host = host;
  }

  /** Resolves when nothing is left to be done. Never rejects. */
  async run(): Promise<void> {
    for (let attempt = 0; this.#goesOn(); attempt += 1) {
      if (this.#paused) await this.#wait(0);
      if (!this.#goesOn()) return;
      const delay = attempt ? this.#delay(attempt) : 0;
      this.#host.announce('schedule', attempt, delay);
      await this.#wait(delay);
      if (!this.#goesOn()) return;
      this.#host.announce('retry', attempt);
      if (!this.#goesOn()) return;
      await Promise.all([...this.#clients].map((client) => this.#reopen(client)));
    }
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** No attempt is made until resume. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.hurry();
  }

  /** Makes the next attempt now. */
  hurry(): void {
    if (!this.#paused) this.#wake?.();
  }

  /** Ends it: another begins, or the Realtime is closed. */
  stop(): void {
    this.#over = true;
    this.#wake?.();
  }

  #goesOn(): boolean {
    // Those that were closed meanwhile need nothing.
    for (const client of this.#clients) if (client._over) this.#clients.delete(client);
    return !this.#over && this.#clients.size > 0;
  }

  async #reopen(client: IMClient): Promise<void> {
    try {
      await this.#host.reopen(client);
      this.#clients.delete(client);
    } catch (error) {
      if (this.#over || client._over) return;
      const final = isRefusal(error as IMError);
      if (final) this.#clients.delete(client);
      this.#host.failed(client, error as Error, final);
    }
  }

  #delay(attempt: number): number {
    const { retry = RETRY, maxRetry = MAX_RETRY } = this.#host;
    return Math.round(Math.random() * Math.min(maxRetry, retry * 2 ** Math.min(attempt - 1, 30)));
  }

  /** Waits, unless it is hurried; while paused, until that is over. */
  #wait(delay: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(() => {
        if (!this.#paused) done();
      }, delay);
      this.#wake = done;
    });
  }
}

/** Whether the server will say the same the next time. */
function isRefusal({ code }: IMError): boolean {
  return code !== undefined && code >= 4000 && !PASSING.includes(code);
}

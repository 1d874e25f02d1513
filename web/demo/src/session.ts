import type { Config } from './config.js';
import { Connection, type ConnectionState } from './connection.js';
import { errorCode, errorText } from './errors.js';
import { Event, Realtime, type IMClient } from './sdk.js';

/** Longest wait between two attempts to log in, in ms. */
const MAX_DELAY = 30_000;

/** Why a session ended without the user asking for it. */
export type Ended = (reason: string) => void;

/**
 * One login under one name. The library reconnects a session that was open;
 * the first login it tries once, so this repeats it, waiting 1, 2, 4 ... 30
 * seconds, until it works or the server refuses for good.
 */
export class Session {
  readonly connection = new Connection();
  #client: IMClient | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #attempt = 0;

  constructor(
    readonly realtime: Realtime,
    readonly name: string,
    /** Called with each new client: once, unless the server lost the session. */
    private readonly ready: (client: IMClient) => void,
    private readonly ended: Ended,
  ) {
    window.addEventListener('online', this.#networkCameBack);
    void this.#login();
  }

  /** Tries to connect now instead of at the scheduled time. */
  retryNow(): void {
    if (!this.#client) {
      if (this.#timer !== undefined) void this.#login();
      return;
    }
    try {
      this.realtime.retry();
    } catch {
      // Connected or connecting in the meantime: nothing left to hurry.
    }
  }

  /** Logs out. Resolves when the server has been told, or cannot be. */
  async close(): Promise<void> {
    this.#stop();
    await this.#client?.close().catch(() => undefined);
  }

  async #login(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const attempt = this.#attempt++;
    this.connection.move(
      attempt === 0
        ? { kind: 'connecting' }
        : { kind: 'reconnecting', attempt, next: null },
    );
    try {
      const client = await this.realtime.createIMClient(this.name);
      if (this.#closed) {
        await client.close();
        return;
      }
      this.#client = client;
      this.#follow(client);
      this.connection.move({ kind: 'online' });
      this.ready(client);
    } catch (error) {
      if (this.#closed) return;
      if (isRefusal(error)) this.#end(errorText(error));
      else this.#schedule();
    }
  }

  #schedule(): void {
    if (!navigator.onLine) {
      this.connection.move({ kind: 'offline' });
      return;
    }
    const delay = Math.min(1000 * 2 ** (this.#attempt - 1), MAX_DELAY);
    this.connection.move({
      kind: 'reconnecting',
      attempt: this.#attempt,
      next: Date.now() + delay,
    });
    this.#timer = setTimeout(() => void this.#login(), delay);
  }

  readonly #networkCameBack = (): void => {
    if (!this.#client && this.connection.state.kind === 'offline') void this.#login();
  };

  #follow(client: IMClient): void {
    const connection = {
      move: (state: ConnectionState) => {
        if (this.#client === client && !this.#closed) this.connection.move(state);
      },
    };
    client.on(Event.DISCONNECT, () => {
      connection.move({ kind: 'reconnecting', attempt: 1, next: null });
    });
    client.on(Event.SCHEDULE, (attempt: number, delay: number) => {
      connection.move({
        kind: 'reconnecting',
        attempt: attempt + 1,
        next: Date.now() + delay,
      });
    });
    client.on(Event.RETRY, (attempt: number) => {
      connection.move({ kind: 'reconnecting', attempt: attempt + 1, next: null });
    });
    client.on(Event.OFFLINE, () => connection.move({ kind: 'offline' }));
    client.on(Event.RECONNECT, () => connection.move({ kind: 'online' }));
    client.on(Event.RECONNECT_ERROR, (error: unknown) => {
      if (this.#client !== client) return;
      if (isRefusal(error)) {
        this.#end(`The server refused to continue this session: ${errorText(error)}`);
        return;
      }
      // The socket is open and the login did not get through: start over.
      this.#client = null;
      client.close().catch(() => undefined);
      this.#attempt = 1;
      this.#schedule();
    });
    client.on(Event.CONFLICT, () => this.#end(`“${this.name}” logged in elsewhere.`));
    client.on(Event.CLOSE, ({ code, reason }: { code: number; reason: string }) => {
      if (code !== 0) this.#end(`The server ended this session: ${reason}`);
    });
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#stop();
    this.#client?.close().catch(() => undefined);
    this.ended(reason);
  }

  #stop(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.connection.move({ kind: 'offline' });
    window.removeEventListener('online', this.#networkCameBack);
  }
}

/** Creates the one Realtime of this page. */
export function createRealtime({ appId, appKey, server }: Config): Realtime {
  return new Realtime({ appId, appKey, server });
}

/** Whether trying again cannot help: the app, the name or the login is refused. */
function isRefusal(error: unknown): boolean {
  if (error instanceof TypeError && /fetch|network/i.test(error.message)) return false;
  if (error instanceof TypeError) return true;
  const code = errorCode(error);
  return code !== undefined && code >= 4100 && code <= 4115 && !TEMPORARY.has(code);
}

/** READ_TIMEOUT and LOGIN_TIMEOUT say that the server was slow, not unwilling. */
const TEMPORARY = new Set([4107, 4108]);

import { getAdapter, type WebSocketLike } from '../adapters';
import { log } from '../debug';

/** A socket's readyState when it is over. */
const CLOSED = 3;

/** What a socket tells. */
export interface SocketSink {
  opened(id: number): void;
  frame(id: number, data: ArrayBuffer | string): void;
  closed(id: number, code: number, reason: string): void;
}

/** The core's sockets, by the ids that the core gave them. Each ends with exactly one `closed`. */
export class Sockets {
  readonly #sink: SocketSink;
  readonly #open = new Map<number, WebSocketLike>();
  /** Hung up, and not closed yet. */
  readonly #closing = new Set<WebSocketLike>();
  #onSettled: (() => void)[] = [];

  constructor(sink: SocketSink) {
    this.#sink = sink;
  }

  dial(id: number, url: string, protocol: string): void {
    let socket: WebSocketLike;
    try {
      socket = new (getAdapter('WebSocket'))(url, protocol);
    } catch (error) {
      // A malformed address, or one that the page's policy forbids. Told later: the core is not to be entered now.
      queueMicrotask(() => this.#sink.closed(id, 1006, String(error)));
      return;
    }
    this.#open.set(id, socket);
    let failure = '';
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#sink.opened(id);
    socket.onmessage = (event: { data: unknown }) => {
      if (this.#open.get(id) === socket) this.#sink.frame(id, asFrame(event.data));
    };
    const closed = (code: number, reason: string): void => {
      if (this.#open.get(id) !== socket) return;
      this.#open.delete(id);
      this.#sink.closed(id, code, reason);
    };
    socket.onerror = (event: { message?: string }) => {
      failure = event?.message ?? '';
      // A socket that the page's policy forbids tells of no close in some browsers. One that does tells it first.
      if (socket.readyState === CLOSED) setTimeout(() => closed(1006, failure), 0);
    };
    socket.onclose = (event: { code?: number; reason?: string }) => {
      closed(event?.code ?? 1006, event?.reason || failure);
    };
  }

  send(id: number, data: Uint8Array<ArrayBuffer> | string): void {
    try {
      this.#open.get(id)?.send(data);
    } catch (error) {
      // A socket that is no longer open; its close event tells the core.
      log(0, `frame not sent: ${String(error)}`);
    }
  }

  /** Closes a socket, open or connecting. A page may close with 1000 or 3000 to 4999 only. */
  hangup(id: number, code: number, reason: string): void {
    const socket = this.#open.get(id);
    if (!socket) return;
    this.#open.delete(id);
    // A socket that is still connecting reports its abortion as an error, which ws throws where nobody listens.
    socket.onopen = null;
    socket.onmessage = null;
    this.#closing.add(socket);
    socket.onclose = () => {
      this.#closing.delete(socket);
      this.#review();
    };
    const allowed = code === 1000 || (code >= 3000 && code <= 4999);
    try {
      socket.close(allowed ? code : 1000, reason.slice(0, 40));
    } catch (error) {
      log(0, `socket not closed: ${String(error)}`);
    }
    queueMicrotask(() => this.#sink.closed(id, code, reason));
  }

  /** Resolves when all that were hung up are closed. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSettled.push(resolve);
      this.#review();
    });
  }

  #review(): void {
    if (this.#closing.size) return;
    for (const resolve of this.#onSettled.splice(0)) resolve();
  }

  /** Closes all, and tells nobody. */
  clear(): void {
    for (const id of [...this.#open.keys()]) {
      const socket = this.#open.get(id)!;
      this.#open.delete(id);
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }
}

function asFrame(data: unknown): ArrayBuffer | string {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer as ArrayBuffer;
  return '';
}

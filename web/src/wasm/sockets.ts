import { getAdapter, isReplaced, type WebSocketLike } from '../adapters';
import { log } from '../debug';

/** A socket's readyState when it is over. */
const CLOSED = 3;

/** How large the blocks are that frames are copied into, and up to which length they are. */
const BLOCK = { size: 16 << 10, frame: 2 << 10 } as const;

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
  /** Those of a class that the application brought. */
  readonly #own = new Set<number>();
  #block = new Uint8Array(0);
  #used = 0;
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
    if (isReplaced('WebSocket')) this.#own.add(id);
    let failure = '';
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#sink.opened(id);
    socket.onmessage = (event: { data: unknown }) => {
      if (this.#open.get(id) === socket) this.#sink.frame(id, asFrame(event.data));
    };
    const closed = (code: number, reason: string): void => {
      if (this.#open.get(id) !== socket) return;
      this.#forget(id);
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

  /** Sends a copy of bytes that change after this. Gives false where there is no such socket. */
  sendCopy(id: number, bytes: Uint8Array): boolean {
    if (!this.#open.has(id)) return false;
    this.send(id, this.#own.has(id) ? bytes.slice() : this.#copy(bytes));
    return true;
  }

  /**
   * A copy that nothing changes. To make a buffer for each costs several times as
   * much as the copying in a browser. Only for classes that know a view from its
   * buffer: those of applications are given a buffer of its own.
   */
  #copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const { length } = bytes;
    if (length > BLOCK.frame) return bytes.slice();
    if (this.#used + length > this.#block.length) {
      this.#block = new Uint8Array(BLOCK.size);
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += length;
    this.#block.set(bytes, at);
    return this.#block.subarray(at, at + length);
  }

  /** Closes a socket, open or connecting. A page may close with 1000 or 3000 to 4999 only. */
  hangup(id: number, code: number, reason: string): void {
    const socket = this.#open.get(id);
    if (!socket) return;
    this.#forget(id);
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

  #forget(id: number): void {
    this.#open.delete(id);
    this.#own.delete(id);
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
      this.#forget(id);
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

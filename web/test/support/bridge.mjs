// imclient.wasm without the package: its exported functions, driven by a host
// written for tests, and its records, decoded from docs/bridge.md.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
export const wasmFile = root('web/dist/imclient.wasm');

/** Go's loader, as it is in the repository: it leaves a global Go. */
export function goLoader() {
  if (!globalThis.Go) (0, eval)(readFileSync(root('wasm_exec.js'), 'utf8'));
  return globalThis.Go;
}

const names = {
  1: 'dial', 2: 'send', 3: 'sendText', 4: 'hangup', 5: 'timer', 6: 'stopTimer', 7: 'fetch', 8: 'stopFetch',
  9: 'result', 10: 'error', 11: 'event', 12: 'message', 13: 'conversation', 14: 'ask', 15: 'log', 16: 'sent', 17: 'fatal', 18: 'count',
};
const json = new Set(['dial', 'hangup', 'fetch', 'result', 'error', 'event', 'conversation', 'ask']);
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes the records in `bytes`. */
export function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = [];
  for (let at = 0; at < bytes.length; ) {
    const u32 = (offset) => view.getUint32(at + offset, true);
    const size = u32(0);
    const kind = names[u32(4)];
    if (!kind || size < 12 || size % 4 || at + size > bytes.length) throw new Error(`malformed record at ${at}`);
    const record = { kind, id: u32(8) };
    const slice = (offset, n) => bytes.slice(at + offset, at + offset + n);
    const text = (offset, n) => utf8.decode(slice(offset, n));
    if (kind === 'timer') record.delay = view.getFloat64(at + 12, true);
    else if (kind === 'sent') Object.assign(record, { timestamp: view.getFloat64(at + 12, true), message: text(24, u32(20)) });
    else if (kind === 'count') Object.assign(record, { conversation: u32(12), unread: u32(16), mentioned: u32(20) !== 0 });
    else if (kind === 'send') record.bytes = slice(16, u32(12));
    else if (kind === 'message') {
      const whole = text(64, u32(52));
      let from = 0;
      const [id, sender, content, mentions] = [36, 40, 44, 48].map((offset) => whole.slice(from, (from += u32(offset))));
      Object.assign(record, {
        seq: u32(12), flags: u32(16), timestamp: view.getFloat64(at + 20, true), patchTimestamp: view.getFloat64(at + 28, true),
        messageId: id, from: sender, text: content, mentions, binary: slice(64 + u32(52), u32(56)), unread: u32(60),
      });
    } else if (json.has(kind)) record.json = JSON.parse(text(16, u32(12)));
    else if (kind === 'sendText' || kind === 'log' || kind === 'fatal') record.text = text(16, u32(12));
    all.push(record);
    at += size;
  }
  return all;
}

/** An instance of imclient.wasm behind its package face. Nothing is acted on: a test reads `take()` and answers. */
export class Bridge {
  records = [];
  host = { arg: undefined };
  #calls = 0;

  async start(file = wasmFile) {
    const Go = goLoader();
    this.go = new Go();
    const key = `host${Math.random()}`;
    this.go.env = { IMCLIENT: key };
    globalThis[key] = this.host;
    const ready = new Promise((resolve) => (this.host.ready = resolve));
    const { instance } = await WebAssembly.instantiate(readFileSync(file), this.go.importObject);
    this.exports = instance.exports;
    this.ended = this.go.run(instance);
    this.info = await ready;
    this.left = key in globalThis;
    return this;
  }

  get liveReferences() {
    return this.go._values.filter((v) => v !== undefined && v !== null).length - this.go._idPool.length;
  }

  /** Enters through an exported function and reads what comes of it. */
  enter(name, ...args) {
    const waiting = this.exports[name](...args);
    if (waiting === 0) return [];
    const bytes = new Uint8Array(this.exports.mem.buffer, this.exports.im_output(), waiting).slice();
    const records = decode(bytes);
    this.records.push(...records);
    return records;
  }

  /** Writes bytes where Go reads them; gives their number. */
  input(data) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
    const at = this.exports.im_input(bytes.length);
    new Uint8Array(this.exports.mem.buffer).set(bytes, at);
    return bytes.length;
  }

  /** Starts an operation; gives the number of the call. */
  call(op, params) {
    this.host.arg = params;
    this.enter('im_call', ++this.#calls, op);
    this.host.arg = undefined;
    return this.#calls;
  }

  send(conversation, body, { flags = 0, priority = 0, dt = '', pushData = '', mentions = '' } = {}) {
    const parts = [body, dt, pushData, mentions].map((p) => (typeof p === 'string' ? new TextEncoder().encode(p) : p));
    const bytes = new Uint8Array(24 + parts.reduce((n, p) => n + p.length, 0));
    const view = new DataView(bytes.buffer);
    [flags, priority, ...parts.map((p) => p.length)].forEach((n, i) => view.setUint32(4 * i, n, true));
    let at = 24;
    for (const p of parts) {
      bytes.set(p, at);
      at += p.length;
    }
    this.enter('im_send', ++this.#calls, conversation, this.input(bytes));
    return this.#calls;
  }

  /** Takes all records that match, the rest stay. */
  take(match) {
    const taken = this.records.filter(match);
    this.records = this.records.filter((r) => !match(r));
    return taken;
  }

  /** The end of a call that is settled already. */
  outcome(call) {
    const [record] = this.take((r) => r.id === call && ['result', 'error', 'sent'].includes(r.kind));
    if (!record) throw new Error(`call ${call} is not settled`);
    return record;
  }
}

/** Acts on a bridge's records as the package does: real sockets, timers and requests. */
export class LiveBridge extends Bridge {
  #sockets = new Map();
  #timers = new Map();
  #waiting = new Map();
  #listeners = new Set();
  #acting = false;

  constructor(WebSocket) {
    super();
    this.WebSocket = WebSocket;
  }

  enter(...args) {
    const records = super.enter(...args);
    if (!this.#acting) {
      this.#acting = true;
      while (this.records.length) this.#act(this.records.shift());
      this.#acting = false;
    }
    return records;
  }

  #act(r) {
    switch (r.kind) {
      case 'dial': {
        const ws = new this.WebSocket(r.json.url, r.json.protocol);
        ws.binaryType = 'arraybuffer';
        ws.onopen = () => this.enter('im_opened', r.id);
        ws.onmessage = (e) => {
          const text = typeof e.data === 'string';
          this.enter('im_frame', r.id, this.input(text ? e.data : new Uint8Array(e.data)), text ? 1 : 0);
        };
        ws.onclose = (e) => this.enter('im_closed', r.id, e.code, this.input(e.reason));
        this.#sockets.set(r.id, ws);
        return;
      }
      case 'send':
        return this.#sockets.get(r.id)?.send(r.bytes);
      case 'sendText':
        return this.#sockets.get(r.id)?.send(r.text);
      case 'hangup':
        return this.#sockets.get(r.id)?.close(1000);
      case 'timer':
        this.#timers.set(r.id, setTimeout(() => this.enter('im_timer', r.id), r.delay));
        return;
      case 'stopTimer':
        clearTimeout(this.#timers.get(r.id));
        return;
      case 'fetch':
        fetch(r.json.url, { method: r.json.method, headers: r.json.headers, body: r.json.body || undefined }).then(
          async (response) => this.enter('im_fetched', r.id, response.status, this.input(await response.text())),
          (error) => this.enter('im_fetched', r.id, 0, this.input(String(error))),
        );
        return;
      case 'result':
      case 'sent':
      case 'error': {
        const settle = this.#waiting.get(r.id);
        this.#waiting.delete(r.id);
        settle?.(r);
        return;
      }
      default:
        for (const listener of this.#listeners) listener(r);
    }
  }

  /** Calls an operation; resolves with its result. */
  async operate(op, params) {
    return this.#settled(() => this.call(op, params));
  }

  async sendMessage(conversation, body, options) {
    return this.#settled(() => this.send(conversation, body, options));
  }

  #settled(start) {
    return new Promise((resolve, reject) => {
      // The entry may settle the call before its number is known: hold it back.
      const acting = this.#acting;
      this.#acting = true;
      const call = start();
      this.#waiting.set(call, (r) => (r.kind === 'error' ? reject(r.json) : resolve(r.kind === 'sent' ? r : r.json)));
      this.#acting = acting;
      if (!acting) this.enter('im_describe', 0);
    });
  }

  /** Gives up sockets and timers, so that the process can end. */
  dispose() {
    for (const ws of this.#sockets.values()) ws.terminate();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  listen(listener) {
    this.#listeners.add(listener);
  }

  /** Resolves with the first record from now on that matches. */
  next(match, ms = 15_000) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no such record within ${ms} ms`)), ms);
      const listener = (r) => {
        if (!match(r)) return;
        clearTimeout(timer);
        this.#listeners.delete(listener);
        resolve(r);
      };
      this.#listeners.add(listener);
    });
  }
}

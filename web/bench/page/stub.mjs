// A WebSocket without a network: it answers what a client asks for at once, so
// that what is measured is the client's own work.
import { ack, COMMAND, head, OP, opened, results, resultsBody, serialOf, started } from '../proto.mjs';

/** The conversation that the stub makes. */
export const CID = '6a0000000000000000000001';

/** Who is logged in, where acks are prepared. */
const PEER = 'ann';

/** queueMicrotask costs ten times as much in Chromium. */
const settled = Promise.resolve();
const queue = (task) => void settled.then(task);

/** What the stub answers conversation queries with. */
export const stub = { rows: [], last: undefined };

let encoded = { rows: undefined, body: undefined };

/** Makes the answer to the next query beforehand, so that this is not measured. */
export function prepare() {
  if (encoded.rows !== stub.rows) encoded = { rows: stub.rows, body: resultsBody(stub.rows) };
  return encoded.body;
}

export class StubSocket {
  binaryType = 'arraybuffer';
  readyState = 0;
  onopen = null;
  onmessage = null;
  onclose = null;
  onerror = null;
  #listeners = { open: [], message: [], close: [], error: [] };
  #sent = 0;
  /** The serial of the last message. */
  #serial = 1;
  /** Acks that were encoded beforehand, by serial. */
  #acks = new Map();
  /** Acks on their way, in order. */
  #coming = [];

  constructor() {
    stub.last = this;
    queueMicrotask(() => {
      this.readyState = 1;
      this.#emit('open', {});
    });
  }

  addEventListener(type, listener) {
    (this.#listeners[type] ??= []).push(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners[type] = (this.#listeners[type] ?? []).filter((other) => other !== listener);
  }

  #emit(type, event) {
    this[`on${type}`]?.(event);
    for (const listener of this.#listeners[type]) listener(event);
  }

  /** Hands the client a frame. */
  receive(bytes) {
    this.#emit('message', { data: bytes.buffer });
  }

  send(data) {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data);
    const message = serialOf(bytes, COMMAND.direct);
    if (message > 0) {
      this.#serial = message;
      this.#coming.push(this.#take(message));
      if (this.#coming.length === 1) queue(this.#deliver);
      return;
    }
    const { cmd, op, serial, peerId } = head(bytes);
    if (serial === undefined) return;
    const answer = this.#answer(cmd, op, serial, peerId);
    // As a network does, it answers after the call that sent.
    if (answer) queueMicrotask(() => this.receive(answer));
  }

  /** Encodes the acks of the next messages, so that this is not measured. */
  prepareAcks(count) {
    this.#acks.clear();
    for (let n = 1; n <= count; n += 1) this.#acks.set(this.#serial + n, this.#ack(this.#serial + n));
  }

  #take(serial) {
    const prepared = this.#acks.get(serial);
    if (!prepared) return this.#ack(serial);
    this.#acks.delete(serial);
    return prepared;
  }

  #ack(serial) {
    this.#sent += 1;
    return ack(PEER, serial, `sent-${this.#sent}`, 1_700_000_000_000 + this.#sent);
  }

  /** Hands over the acks in the order of the messages, after the calls that sent, each in a microtask of its own. */
  #deliver = () => {
    const next = this.#coming[0];
    this.receive(next);
    this.#coming.shift();
    if (this.#coming.length) queue(this.#deliver);
  };

  #answer(cmd, op, serial, peerId) {
    switch (cmd) {
      case COMMAND.session:
        return op === OP.open ? opened(peerId, serial) : undefined;
      case COMMAND.conv:
        return op === OP.start ? started(peerId, serial, CID) : results(peerId, serial, prepare());
      default:
        return undefined;
    }
  }

  close(code = 1000) {
    this.readyState = 3;
    queueMicrotask(() => this.#emit('close', { code }));
  }
}

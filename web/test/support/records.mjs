// Writes what the core says, byte by byte, as docs/bridge.md lays it out.
const utf8 = new TextEncoder();

/** Records one after the other. */
export class Records {
  #parts = [];

  header(kind, id) {
    return this.#add(kind, id, []);
  }

  text(kind, id, text) {
    const bytes = utf8.encode(text);
    return this.#add(kind, id, [...u32(bytes.length), ...bytes]);
  }

  json(kind, id, value) {
    return this.text(kind, id, JSON.stringify(value));
  }

  frame(id, bytes) {
    return this.#add(2, id, [...u32(bytes.length), ...bytes]);
  }

  timer(id, milliseconds) {
    return this.#add(5, id, f64(milliseconds));
  }

  sent(id, timestamp, message) {
    const bytes = utf8.encode(message);
    return this.#add(16, id, [...f64(timestamp), ...u32(bytes.length), ...bytes]);
  }

  count(id, conversation, unread, mentioned) {
    return this.#add(18, id, [...u32(conversation), ...u32(unread), ...u32(mentioned ? 1 : 0)]);
  }

  message(id, { seq = 1, flags = 0, id: mid, from, text = '', mentions, binary = [], timestamp = 1.6e12, patch = 0, unread = 0 }) {
    const list = mentions ? JSON.stringify(mentions) : '';
    const bytes = utf8.encode(mid + from + text + list);
    const lengths = [mid, from, text, list].flatMap((part) => [...u32(part.length)]);
    const head = [...u32(seq), ...u32(flags), ...f64(timestamp), ...f64(patch), ...lengths];
    return this.#add(12, id, [...head, ...u32(bytes.length), ...u32(binary.length), ...u32(unread), ...bytes, ...binary]);
  }

  bytes() {
    return Uint8Array.from(this.#parts.flat());
  }

  #add(kind, id, payload) {
    const padding = (4 - (payload.length % 4)) % 4;
    const size = 12 + payload.length + padding;
    this.#parts.push([...u32(size), ...u32(kind), ...u32(id), ...payload, ...new Array(padding).fill(0)]);
    return this;
  }
}

function u32(value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function f64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return bytes;
}

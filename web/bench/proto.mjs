// Just enough of the wire protocol (docs/protocol.md) to play a server in the
// page and to speak to a real one without an SDK.

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** A growing protobuf message. */
class Writer {
  #bytes = [];

  /** Of a safe integer that is not negative. */
  #varint(value) {
    let n = value;
    for (; n >= 0x80; n = Math.floor(n / 0x80)) this.#bytes.push((n % 0x80) | 0x80);
    this.#bytes.push(n);
  }

  number(field, value) {
    this.#varint(field << 3);
    this.#varint(value);
    return this;
  }

  /** The beginning of a field of that many bytes. */
  length(field, count) {
    this.#varint((field << 3) | 2);
    this.#varint(count);
    return this;
  }

  bytes(field, value) {
    this.length(field, value.length);
    for (const byte of value) this.#bytes.push(byte);
    return this;
  }

  string(field, value) {
    return this.bytes(field, utf8.encode(value));
  }

  message(field, writer) {
    return this.bytes(field, writer.finish());
  }

  finish() {
    return Uint8Array.from(this.#bytes);
  }
}

const COMMAND = { session: 0, conv: 1, direct: 2, ack: 3, logs: 6, read: 11, echo: 14 };
const OP = { open: 1, opened: 5, start: 30, started: 31, query: 7, results: 42 };

/** A GenericCommand with its body in the field of its kind. */
function command(cmd, { op, peerId, serial, appId, body, field, service = 2 }) {
  const writer = new Writer().number(1, cmd);
  if (op !== undefined) writer.number(2, op);
  if (appId !== undefined) writer.string(3, appId);
  if (peerId !== undefined) writer.string(4, peerId);
  if (serial !== undefined) writer.number(5, serial);
  writer.number(8, service);
  if (body) writer.message(field, body);
  return writer.finish();
}

export const opened = (peerId, serial) =>
  command(COMMAND.session, {
    op: OP.opened,
    peerId,
    serial,
    body: new Writer().string(10, 'token').number(11, 86400),
    field: 102,
  });

export const started = (peerId, serial, cid) =>
  command(COMMAND.conv, {
    op: OP.started,
    peerId,
    serial,
    body: new Writer().string(4, cid).string(5, '2026-01-01T00:00:00.000Z'),
    field: 110,
  });

/** The body of an answer to a query. */
export const resultsBody = (rows) =>
  new Writer().message(100, new Writer().string(1, JSON.stringify(rows))).finish();

/** An answer to a query: the body, which is large, is only copied. */
export function results(peerId, serial, body) {
  const first = command(COMMAND.conv, { op: OP.results, peerId, serial });
  const head = new Writer().length(110, body.length).finish();
  const frame = new Uint8Array(first.length + head.length + body.length);
  frame.set(first);
  frame.set(head, first.length);
  frame.set(body, first.length + head.length);
  return frame;
}

export const ack = (peerId, serial, id, timestamp) =>
  command(COMMAND.ack, { peerId, serial, body: new Writer().number(5, timestamp).string(6, id), field: 105 });

/** A message as the server pushes it. */
export const push = (peerId, cid, id, from, timestamp, content) =>
  command(COMMAND.direct, {
    peerId,
    body: new Writer()
      .string(1, content)
      .string(3, from)
      .number(4, timestamp)
      .string(11, cid)
      .string(12, id)
      .number(22, 1),
    field: 104,
  });

export const open = (appId, peerId, serial) =>
  command(COMMAND.session, {
    op: OP.open,
    appId,
    peerId,
    serial,
    body: new Writer().string(4, 'bench').number(19, 0b10111011),
    field: 102,
  });

export const start = (peerId, serial, members) => {
  const body = new Writer();
  for (const member of members) body.string(1, member);
  body.number(3, 0).message(103, new Writer().string(1, '{"name":"bench"}'));
  return command(COMMAND.conv, { op: OP.start, peerId, serial, body, field: 110 });
};

export const send = (peerId, serial, cid, dt, content) =>
  command(COMMAND.direct, { peerId, serial, body: new Writer().string(1, content).string(11, cid).string(14, dt), field: 104 });

/** The fields of a message: number to the last value, a number or bytes. */
export function fields(bytes) {
  const found = {};
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    if ((key & 7) === 0) {
      found[key >> 3] = varint();
      continue;
    }
    const length = varint();
    found[key >> 3] = bytes.subarray(at, at + length);
    at += length;
  }
  return found;
}

/** The command and the serial of a frame, read without making anything: the serial, and -1 unless the command is that one. */
export function serialOf(bytes, cmd) {
  let serial = 0;
  let at = 0;
  const { length } = bytes;
  while (at < length) {
    const key = bytes[at];
    let value = 0;
    let field = key >> 3;
    at += 1;
    if (key >= 0x80) {
      field = (bytes[at] << 4) | ((key & 0x7f) >> 3);
      at += 1;
    }
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at];
      at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    if ((key & 7) === 2) at += value;
    else if (field === 1 && value !== cmd) return -1;
    else if (field === 5) serial = value;
  }
  return serial;
}

/** What a frame is: its command, op, serial and peer. */
export function head(bytes) {
  const f = fields(bytes);
  return { cmd: f[1] ?? 0, op: f[2], serial: f[5], peerId: f[4] && text.decode(f[4]), fields: f };
}

export { COMMAND, OP };

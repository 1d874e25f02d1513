// The commands on the wire, decoded with the protocol's own definition, so that
// cases can compare what reaches the server.

/** Reads the messages and enums of a proto2 file. */
export function readProto(text) {
  const messages = {};
  const enums = {};
  let current;
  for (const line of text.split('\n').map((each) => each.replace(/\/\/.*/, '').trim())) {
    const begun = /^(message|enum) (\w+)/.exec(line);
    if (begun) {
      current = begun[1] === 'message' ? (messages[begun[2]] = {}) : (enums[begun[2]] = {});
      continue;
    }
    const field = /^(optional|required|repeated) ([\w.]+) (\w+) = (\d+)/.exec(line);
    if (field) current[field[4]] = { repeated: field[1] === 'repeated', type: field[2], name: field[3] };
    const constant = /^(\w+) = (-?\d+);/.exec(line);
    if (constant && !field) current[constant[2]] = constant[1];
  }
  return { messages, enums };
}

const utf8 = new TextDecoder();

/** Decodes a frame as the message `type` of the protocol. Numbers of 64 bits come as Numbers. */
export function decode({ messages, enums }, type, bytes) {
  const fields = messages[type];
  const value = {};
  let at = 0;
  const varint = () => {
    let n = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at];
      at += 1;
      n |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, n));
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const field = fields[key >> 3] ?? { name: `#${key >> 3}`, type: 'bytes' };
    let decoded;
    if ((key & 7) === 0) {
      const n = varint();
      decoded = field.type === 'bool' ? n !== 0 : (enums[field.type]?.[n] ?? n);
    } else if ((key & 7) === 2) {
      const length = varint();
      const part = bytes.subarray(at, at + length);
      at += length;
      if (messages[field.type]) decoded = decode({ messages, enums }, field.type, part);
      else decoded = field.type === 'bytes' ? [...part] : utf8.decode(part);
    } else {
      throw new Error(`field ${field.name} of ${type} has wire type ${key & 7}`);
    }
    if (field.repeated) (value[field.name] ??= []).push(decoded);
    else value[field.name] = decoded;
  }
  return value;
}

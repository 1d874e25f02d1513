// A WebAssembly file as its sections, and the memory that its data sections make.

/** Reads numbers and texts from bytes, one after the other. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned LEB128. */
  varint() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text() {
    const length = this.varint();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }
}

/** An unsigned LEB128, as bytes. */
export function varint(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** The file's sections, in order: [{id, start, end}], between which their bytes are. */
export function sections(bytes) {
  if (bytes.readUInt32LE(0) !== 0x6d736100 || bytes.readUInt32LE(4) !== 1) throw new Error('not a WebAssembly file');
  const found = [];
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const id = reader.byte();
    const size = reader.varint();
    found.push({ id, start: reader.at, end: reader.at + size });
    reader.at += size;
  }
  return found;
}

export const DATA = 11;
export const CODE = 10;
export const IMPORTS = 2;
export const CUSTOM = 0;

const I32_CONST = 0x41;
const END = 0x0b;

/** What a data section puts where: [{from, to}] in order, and the memory up to the last of them. */
export function memoryImage(bytes, section) {
  const reader = new Reader(bytes, section.start);
  const pieces = [];
  for (let left = reader.varint(); left > 0; left -= 1) {
    const active = reader.varint() === 0 && reader.byte() === I32_CONST;
    // A positive i32.const reads like an unsigned number.
    const from = reader.varint();
    if (!active || from >= 2 ** 31 || reader.byte() !== END) throw new Error('a segment that is not put at an address');
    const size = reader.varint();
    pieces.push({ from, to: from + size, at: reader.at });
    reader.at += size;
  }
  pieces.sort((a, b) => a.from - b.from);
  const memory = Buffer.alloc(pieces.reduce((top, piece) => Math.max(top, piece.to), 0));
  for (const { from, to, at } of pieces) bytes.copy(memory, from, at, at + to - from);
  return { pieces, memory };
}

/** A data section with these pieces of the memory. */
export function dataSection(pieces, memory) {
  const parts = [varint(pieces.length)];
  for (const { from, to } of pieces) {
    parts.push(Buffer.from([0, I32_CONST]), signed(from), Buffer.from([END]), varint(to - from), memory.subarray(from, to));
  }
  return Buffer.concat(parts);
}

/** A positive number as a signed LEB128. */
function signed(value) {
  const bytes = varint(value);
  const last = bytes.length - 1;
  if ((bytes[last] & 0x40) === 0) return bytes;
  return Buffer.concat([bytes.subarray(0, last), Buffer.from([bytes[last] | 0x80, 0])]);
}

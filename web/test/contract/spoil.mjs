// Makes a session token in a frame one that no server takes.

/** The text of a token and its signature. */
const TOKEN = /[\w-]{8,}\.[\w-]{20,}/;

/** The frame with another token in it; undefined when it has none. */
export function spoiled(data) {
  if (typeof data === 'string') return undefined;
  const bytes = Uint8Array.from(new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const found = TOKEN.exec(text);
  if (!found) return undefined;
  const at = found.index + found[0].indexOf('.') + 5;
  bytes[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
  return bytes;
}

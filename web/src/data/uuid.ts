/** Ids are made in lots: to ask for random bytes, and to make text of bytes, costs more than an id. */
const LOT = 64;

/** Characters of an id. */
const LENGTH = 36;

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

const ascii = new TextDecoder();

let lot = '';
let used = 0;

/** A random (version 4) UUID. Works outside secure contexts too, where crypto.randomUUID is missing. */
export function uuid(): string {
  if (used === lot.length) {
    lot = make();
    used = 0;
  }
  used += LENGTH;
  return lot.slice(used - LENGTH, used);
}

function make(): string {
  const random = crypto.getRandomValues(new Uint8Array(LOT * 16));
  const text = new Uint8Array(LOT * LENGTH);
  let at = 0;
  for (let i = 0; i < random.length; i += 1) {
    const place = i % 16;
    if (place === 4 || place === 6 || place === 8 || place === 10) {
      text[at] = 0x2d;
      at += 1;
    }
    let byte = random[i]!;
    if (place === 6) byte = (byte & 0x0f) | 0x40;
    if (place === 8) byte = (byte & 0x3f) | 0x80;
    text[at] = DIGITS[byte >> 4]!;
    text[at + 1] = DIGITS[byte & 15]!;
    at += 2;
  }
  return ascii.decode(text);
}

/** Random bytes are asked for in lots: a call for each id costs more than the id. */
const lot = new Uint8Array(4096);
let used = lot.length;

const HEX = Array.from({ length: 256 }, (_, byte) => (byte + 0x100).toString(16).slice(1));

/** A random (version 4) UUID. Works outside secure contexts too, where crypto.randomUUID is missing. */
export function uuid(): string {
  if (used === lot.length) {
    crypto.getRandomValues(lot);
    used = 0;
  }
  const at = used;
  used += 16;
  const hex = (n: number): string => HEX[lot[at + n]!]!;
  return (
    hex(0) + hex(1) + hex(2) + hex(3) + '-' + hex(4) + hex(5) + '-' +
    HEX[(lot[at + 6]! & 0x0f) | 0x40]! + hex(7) + '-' +
    HEX[(lot[at + 8]! & 0x3f) | 0x80]! + hex(9) + '-' +
    hex(10) + hex(11) + hex(12) + hex(13) + hex(14) + hex(15)
  );
}

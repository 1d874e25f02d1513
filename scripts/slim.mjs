// Makes what the Go linker wrote smaller to download, and changes nothing that it does.
//   node scripts/slim.mjs FROM.wasm TO.wasm
//
// The linker leaves out each run of zeros of a few bytes, which makes tens of thousands
// of data segments whose headers compress badly: they are joined. And the program does
// not carry which line its code comes from: a stack has its functions and offsets in
// them, which `node scripts/lines.mjs` translates with FROM.wasm.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Pclntab } from './pclntab.mjs';
import { DATA, dataSection, memoryImage, sections, varint } from './wasm-file.mjs';

/** Zeros that are worth a segment's header. */
const GAP = 64;

/** The bytes of the smaller file. */
export function slim(bytes) {
  const parts = [bytes.subarray(0, 8)];
  for (const section of sections(bytes)) {
    const body = section.id === DATA ? slimData(bytes, section) : bytes.subarray(section.start, section.end);
    parts.push(Buffer.from([section.id]), varint(body.length), body);
  }
  return Buffer.concat(parts);
}

function slimData(bytes, section) {
  const { pieces, memory } = memoryImage(bytes, section);
  forgetLines(memory);
  return dataSection(join(pieces), memory);
}

function join(pieces) {
  const joined = [];
  for (const { from, to } of pieces) {
    const last = joined.at(-1);
    if (last && from - last.to <= GAP) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/**
 * Clears the lines and files of each function. The runtime reads a function without
 * (offset 0) as of an unknown place, "?:0". Tables are shared: one that something
 * else needs as well stays.
 */
export function forgetLines(memory) {
  const table = new Pclntab(memory);
  const needed = new Set();
  const forgotten = new Set();
  for (const at of table.functions()) {
    needed.add(table.get(at, 'sp'));
    for (const other of table.others(at)) needed.add(other);
    for (const field of ['file', 'line']) {
      forgotten.add(table.get(at, field));
      table.clear(at, field);
    }
    table.clear(at, 'unit');
    table.clear(at, 'startLine');
  }
  needed.add(0);
  for (const offset of forgotten) {
    if (!needed.has(offset)) memory.fill(0, table.tables + offset, table.steps(offset).end);
  }
  memory.fill(0, table.units, table.tables);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , from, to] = process.argv;
  writeFileSync(to, slim(readFileSync(from)));
}

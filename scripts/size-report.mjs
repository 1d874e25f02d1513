// Prints what each linked package costs in imclient.wasm: the bytes of its
// functions, from a build that keeps their names. What is data (constants,
// tables, type descriptions) is one sum: the linker does not say whose it is.
//   node scripts/size-report.mjs FILE.wasm [how many]
import { readFileSync } from 'node:fs';

import { CODE, CUSTOM, DATA, IMPORTS, Reader, sections } from './wasm-file.mjs';

const [file, count = '40'] = process.argv.slice(2);
const bytes = readFileSync(file);
const all = sections(bytes);
const section = (id) => all.find((each) => each.id === id);

/** How many functions are imported: they come first in the numbering. */
function imported() {
  const reader = new Reader(bytes, section(IMPORTS).start);
  let functions = 0;
  for (let left = reader.varint(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind !== 0) throw new Error(`an import of kind ${kind}`);
    reader.varint();
    functions += 1;
  }
  return functions;
}

/** Names of functions, by number. */
function names() {
  for (const { id, start, end } of all) {
    const reader = new Reader(bytes, start);
    if (id !== CUSTOM || reader.text() !== 'name') continue;
    while (reader.at < end) {
      const what = reader.byte();
      const next = reader.varint() + reader.at;
      if (what === 1) {
        const found = new Map();
        for (let left = reader.varint(); left > 0; left -= 1) {
          const number = reader.varint();
          found.set(number, reader.text());
        }
        return found;
      }
      reader.at = next;
    }
  }
  throw new Error(`${file} has no names: build it without -s -w`);
}

/** The package in a function's name, whose dots and slashes the linker writes as underscores. */
function packageOf(name) {
  const generic = name.replace(/_go\.shape.*/, '').replace(/^type_\.\.(eq|hash)\./, '');
  const cut = generic.indexOf('.');
  if (name.startsWith('type_')) return '(comparing and hashing types)';
  if (name.startsWith('github')) return 'github.com/norunners/vert';
  return cut < 0 ? '(assembly)' : generic.slice(0, cut).replace(/^(imclient|internal|unicode|runtime|sync|syscall)_/, '$1/');
}

const named = names();
let number = imported();
const reader = new Reader(bytes, section(CODE).start);
const sums = new Map();
for (let left = reader.varint(); left > 0; left -= 1) {
  const before = reader.at;
  const size = reader.varint();
  const name = packageOf(named.get(number) ?? '?');
  const sum = sums.get(name) ?? { bytes: 0, functions: 0 };
  sum.bytes += reader.at - before + size;
  sum.functions += 1;
  sums.set(name, sum);
  reader.at += size;
  number += 1;
}

const line = (name, size, functions = '') => console.log(`${name.padEnd(34)}${size.toLocaleString('en-US').padStart(12)}${String(functions).padStart(10)}`);
console.log(`${''.padEnd(34)}${'bytes'.padStart(12)}${'functions'.padStart(10)}`);
const rows = [...sums].sort(([, a], [, b]) => b.bytes - a.bytes);
for (const [name, sum] of rows.slice(0, Number(count))) line(name, sum.bytes, sum.functions);
const rest = rows.slice(Number(count));
if (rest.length) line(`(${rest.length} more)`, rest.reduce((all, [, sum]) => all + sum.bytes, 0));
line('all functions', rows.reduce((all, [, sum]) => all + sum.bytes, 0), number);
line('data', section(DATA).end - section(DATA).start);

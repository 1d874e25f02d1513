// Prints what each linked package costs in imclient.wasm: the bytes of its
// functions, from a build that keeps their names. What is data (constants,
// tables, type descriptions) is one sum: the linker does not say whose it is.
//   node scripts/size-report.mjs FILE.wasm [how many]
import { readFileSync } from 'node:fs';

const [file, count = '40'] = process.argv.slice(2);
const bytes = readFileSync(file);
let at = 8;

function varint() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}

function text() {
  const length = varint();
  at += length;
  return bytes.toString('utf8', at - length, at);
}

const sections = [];
while (at < bytes.length) {
  const id = bytes[at++];
  const size = varint();
  sections.push({ id, start: at, end: at + size });
  at += size;
}
const section = (id) => sections.find((each) => each.id === id);

/** How many functions are imported: they come first in the numbering. */
function imported() {
  at = section(2).start;
  let functions = 0;
  for (let left = varint(); left > 0; left -= 1) {
    text();
    text();
    const kind = bytes[at++];
    if (kind !== 0) throw new Error(`an import of kind ${kind}`);
    varint();
    functions += 1;
  }
  return functions;
}

/** Names of functions, by number. */
function names() {
  for (const { id, start, end } of sections) {
    at = start;
    if (id !== 0 || text() !== 'name') continue;
    while (at < end) {
      const what = bytes[at++];
      const next = varint() + at;
      if (what === 1) {
        const found = new Map();
        for (let left = varint(); left > 0; left -= 1) {
          const number = varint();
          found.set(number, text());
        }
        return found;
      }
      at = next;
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
at = section(10).start;
const sums = new Map();
for (let left = varint(); left > 0; left -= 1) {
  const before = at;
  const size = varint();
  const name = packageOf(named.get(number) ?? '?');
  const sum = sums.get(name) ?? { bytes: 0, functions: 0 };
  sum.bytes += at - before + size;
  sum.functions += 1;
  sums.set(name, sum);
  at += size;
  number += 1;
}

const line = (name, size, functions = '') => console.log(`${name.padEnd(34)}${size.toLocaleString('en-US').padStart(12)}${String(functions).padStart(10)}`);
console.log(`${''.padEnd(34)}${'bytes'.padStart(12)}${'functions'.padStart(10)}`);
const rows = [...sums].sort(([, a], [, b]) => b.bytes - a.bytes);
for (const [name, sum] of rows.slice(0, Number(count))) line(name, sum.bytes, sum.functions);
const rest = rows.slice(Number(count));
if (rest.length) line(`(${rest.length} more)`, rest.reduce((all, [, sum]) => all + sum.bytes, 0));
line('all functions', rows.reduce((all, [, sum]) => all + sum.bytes, 0), number);
line('data', section(11).end - section(11).start);

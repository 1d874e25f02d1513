// The Go linker's table of functions (runtime.pclntab) in a program's memory, as of
// Go 1.20: which lines of which files code comes from, and more that is needed at run
// time. Offsets are those of runtime.pcHeader and runtime._func.
import { Reader } from './wasm-file.mjs';

const MAGIC = 0xfffffff1;
const FIELDS = { entry: 0, name: 4, sp: 16, file: 20, line: 24, tables: 28, unit: 32, startLine: 36, first: 44 };

export class Pclntab {
  constructor(memory) {
    this.memory = memory;
    this.start = find(memory);
    const [functions, files, , names, units, fileNames, tables, list] = [8, 16, 24, 32, 40, 48, 56, 64].map((offset) => Number(memory.readBigUInt64LE(this.start + offset)));
    Object.assign(this, { count: functions, files });
    this.names = this.start + names;
    this.units = this.start + units;
    this.fileNames = this.start + fileNames;
    this.tables = this.start + tables;
    this.list = this.start + list;
  }

  /** Where each function is described. */
  *functions() {
    for (let n = 0; n < this.count; n += 1) yield this.list + this.memory.readUInt32LE(this.list + n * 8 + 4);
  }

  get(at, field) {
    return this.memory.readUInt32LE(at + FIELDS[field]);
  }

  clear(at, field) {
    this.memory.writeUInt32LE(0, at + FIELDS[field]);
  }

  name(at) {
    return this.text(this.names + this.get(at, 'name'));
  }

  /** The function's other tables (runtime.pcdatavalue), by their offsets. */
  others(at) {
    return Array.from({ length: this.get(at, 'tables') }, (_, n) => this.memory.readUInt32LE(at + FIELDS.first + n * 4));
  }

  /** The steps of a table: [value, the pc up to which it holds], and where the table ends. */
  steps(table) {
    const reader = new Reader(this.memory, this.tables + table);
    const steps = [];
    let value = -1;
    let pc = 0;
    for (;;) {
      const delta = reader.varint();
      if (delta === 0 && steps.length > 0) return { steps, end: reader.at };
      value += delta % 2 ? -(delta + 1) / 2 : delta / 2;
      pc += reader.varint();
      steps.push([value, pc]);
    }
  }

  /** The file's name and the line at an offset from the function's entry. */
  position(at, offset) {
    const of = (field) => this.steps(this.get(at, field)).steps.find(([, end]) => offset < end)?.[0];
    const [file, line] = [of('file'), of('line')];
    if (file === undefined || line === undefined) return undefined;
    const name = this.memory.readUInt32LE(this.units + (this.get(at, 'unit') + file) * 4);
    return { file: this.text(this.fileNames + name), line };
  }

  text(from) {
    return this.memory.toString('utf8', from, this.memory.indexOf(0, from));
  }
}

function find(memory) {
  for (let at = 0; at + 72 < memory.length; at += 8) {
    if (memory.readUInt32LE(at) === MAGIC && memory.readUInt32LE(at + 4) === 0x0801_0000) return at;
  }
  throw new Error('no table of functions as this Go release writes it: see runtime/symtab.go and cmd/link/internal/ld/pcln.go');
}

// Puts files and lines into a stack of imclient.wasm, which has functions and offsets
// in them only.
//   node scripts/lines.mjs bin/imclient.wasm <STACK
// bin/imclient.wasm must be of the same build: the same commit, the same Go.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Pclntab } from './pclntab.mjs';
import { DATA, memoryImage, sections } from './wasm-file.mjs';

/** The stack with what the unslimmed module knows about it. */
export function withLines(stack, bytes) {
  const { memory } = memoryImage(bytes, sections(bytes).find(({ id }) => id === DATA));
  const table = new Pclntab(memory);
  const functions = new Map();
  for (const at of table.functions()) functions.set(table.name(at), at);
  // The runtime prints its name as the language's.
  functions.set('panic', functions.get('runtime.gopanic'));
  // "name(arguments)", or "created by name in goroutine 1", and below it "\t?:0 +0x1f".
  return stack.replace(/^(?:created by )?(\S+?)(\((?:0x|\.\.\.|\{|\)|_).*| in goroutine \d+|\(\))?\n(\s*)\?:0 \+0x([0-9a-f]+)/gm, (whole, name, rest, indent, offset) => {
    const at = functions.get(name);
    // What is on a stack is to return to: the call is just before it.
    const place = at === undefined ? undefined : table.position(at, Math.max(0, parseInt(offset, 16) - 1));
    return place ? whole.replace('?:0', `${place.file}:${place.line}`) : whole;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(withLines(readFileSync(0, 'utf8'), readFileSync(process.argv[2])));
}

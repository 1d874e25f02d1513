// Writes what `go build -overlay` takes, for imclient.wasm: parts of the standard
// library that it has no use for are replaced by small ones or switched off.
//   node scripts/overlay.mjs GOROOT OUT.json
// Edited copies go beside OUT.json. A Go release that reads otherwise ends it with an
// error: the edits are then to be looked at again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , goroot, out] = process.argv;
const root = fileURLToPath(new URL('..', import.meta.url));

/** By the file in the standard library: the file in its place, or none. */
const REPLACED = {
  'fmt/print.go': 'wasm/internal/fmt/print.go',
  'fmt/format.go': '',
  'fmt/scan.go': '',
  'fmt/errors.go': '',
  'internal/godebug/godebug.go': 'wasm/internal/godebug/godebug.go',
};

/** By the file in the standard library: lines, and what is in their place. */
const EDITED = {
  // Nobody can start an execution trace: runtime/trace is not linked.
  'runtime/traceruntime.go': {
    '\treturn trace.enabled\n': '\treturn false\n',
    '\treturn trace.enabledWithAllocFree\n': '\treturn false\n',
    '\treturn trace.shutdown.Load()\n': '\treturn false\n',
  },
  // What $GODEBUG makes the runtime print. No page sets it.
  'runtime/mgc.go': {
    '\n\tif debug.gctrace > 0 {\n': '\n\tif false {\n',
    '\n\t\tif debug.checkfinalizers > 0 {\n\t\t\tcheckFinalizersAndCleanups()\n': '\n\t\tif false {\n\t\t\tcheckFinalizersAndCleanups()\n',
  },
  'runtime/mgcsweep.go': { '\t\tif debug.scavtrace > 0 {\n': '\t\tif false {\n' },
  'runtime/mheap.go': { '\n\tif debug.scavtrace > 0 {\n': '\n\tif false {\n' },
  'runtime/panic.go': { '\t\tif debug.schedtrace > 0 || debug.scheddetail > 0 {\n': '\t\tif false {\n' },
  'runtime/proc.go': { '\t\tif debug.schedtrace > 0 && lasttrace+int64(debug.schedtrace)*1000000 <= now {\n': '\t\tif false && lasttrace > now {\n' },
};

const replace = {};
for (const [file, by] of Object.entries(REPLACED)) replace[join(goroot, 'src', file)] = by && join(root, by);
for (const [file, edits] of Object.entries(EDITED)) {
  const from = join(goroot, 'src', file);
  let text = readFileSync(from, 'utf8');
  for (const [line, by] of Object.entries(edits)) {
    const [before, after, ...more] = text.split(line);
    if (after === undefined || more.length > 0) throw new Error(`${from}: ${JSON.stringify(line)} is not there once`);
    text = before + by + after;
  }
  const to = resolve(dirname(out), '.overlay', file);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, text);
  replace[from] = to;
}
writeFileSync(out, `${JSON.stringify({ Replace: replace }, null, 2)}\n`);

// Prints what a page downloads, raw and compressed (brotli quality 11 and
// gzip level 9), beside an empty Go program as Go leaves it. With --check, looks
// at nothing but the imclient.wasm.br that the build left, and ends with status 1
// when that is over its budget.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** What imclient.wasm may weigh, brotli, in bytes. */
const BUDGET = 618_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'web/dist');

if (process.argv.includes('--check')) {
  const file = join(dist, 'imclient.wasm.br');
  if (!existsSync(file)) fail('web/dist/imclient.wasm.br is missing: run make build');
  const { size } = statSync(file);
  console.log(withinBudget(size));
  if (size > BUDGET) fail(`imclient.wasm is ${size - BUDGET} bytes over its budget`);
  process.exit();
}

function fail(text) {
  console.error(text);
  process.exit(1);
}

function withinBudget(size) {
  return `imclient.wasm: ${size.toLocaleString('en-US')} of ${BUDGET.toLocaleString('en-US')} bytes`;
}

function emptyGoProgram() {
  const dir = mkdtempSync(join(tmpdir(), 'imclient-empty-'));
  try {
    writeFileSync(join(dir, 'go.mod'), 'module empty\n\ngo 1.26\n');
    writeFileSync(join(dir, 'main.go'), 'package main\n\nfunc main() { select {} }\n');
    const out = join(dir, 'empty.wasm');
    execFileSync('go', ['build', '-trimpath', '-ldflags=-s -w -buildid=', '-o', out, '.'], {
      cwd: dir,
      env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOFLAGS: '-buildvcs=false', GOWORK: 'off' },
    });
    return readFileSync(out);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function measure(name, bytes) {
  return {
    name,
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 11,
        [constants.BROTLI_PARAM_LGWIN]: 24, // as the brotli command does
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }).length,
  };
}

const files = ['imclient.wasm', 'imclient.js', 'imclient.global.js', 'imclient.worker.js']
  .map((name) => [name, join(dist, name)])
  .filter(([, path]) => existsSync(path));
const rows = files.map(([name, path]) => measure(name, readFileSync(path)));
rows.push(measure('wasm_exec.js', readFileSync(join(root, 'wasm_exec.js'))));
rows.push(measure('(empty Go program)', emptyGoProgram()));

const number = (n) => n.toLocaleString('en-US').padStart(12);
console.log(`${''.padEnd(22)}${'raw'.padStart(12)}${'gzip -9'.padStart(12)}${'brotli -q 11'.padStart(14)}`);
for (const row of rows) {
  console.log(`${row.name.padEnd(22)}${number(row.raw)}${number(row.gzip)}  ${number(row.brotli)}`);
}

const wasm = rows.find((row) => row.name === 'imclient.wasm');
if (!wasm) fail('web/dist/imclient.wasm is missing: run make build');
console.log(withinBudget(wasm.brotli));

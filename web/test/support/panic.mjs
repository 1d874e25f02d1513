// A core with a door to panic through: its export im_panic.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreBuild } from '../../build/core-build.mjs';

/** Builds it, and gives its bytes. */
export async function panickingCore() {
  const dir = mkdtempSync(join(tmpdir(), 'imclient-panic-'));
  try {
    const file = join(dir, 'imclient.wasm');
    // The loader takes no core but the one it was built for.
    const built = (name) => readFileSync(new URL(`../../dist/${name}`, import.meta.url));
    const { build } = await coreBuild(built('imclient.wasm'), built('wasm_exec.js').toString());
    const linker = `-ldflags=-s -w -X imclient/jsbridge.build=${build}`;
    execFileSync('go', ['build', '-tags', 'panichook', linker, '-o', file, './wasm'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
    });
    return readFileSync(file);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

// Programs that are typed against leancloud-realtime compile against ours; what ours add or refuse is tested beside.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const web = fileURLToPath(new URL('..', import.meta.url));

/** Compiles a program of test/types/ with these names of packages meaning these typings. */
async function compile(program, paths, lib) {
  const directory = mkdtempSync(join(web, 'test/.types-'));
  try {
    const config = join(directory, 'tsconfig.json');
    const compilerOptions = {
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      lib,
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      paths: Object.fromEntries(Object.entries(paths).map(([name, file]) => [name, [join(web, file)]])),
    };
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [join(web, 'test/types', program)] }));
    await run(process.execPath, [join(web, 'node_modules/typescript/bin/tsc'), '-p', config], { cwd: web });
  } catch (error) {
    assert.fail(error.stdout || error.message);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('types', () => {
  const standard = ['es2022', 'dom', 'dom.iterable'];
  for (const [sdk, file] of [
    ['the official SDK', 'node_modules/leancloud-realtime/realtime.d.ts'],
    ['ours', 'dist/index.d.ts'],
  ]) {
    it(`of ${sdk} take the same program`, () => compile('program.ts', { 'leancloud-realtime': file }, standard));
  }

  it('of ours tell what the official ones do not', () =>
    compile('ours.ts', { imclient: 'dist/index.d.ts' }, [...standard, 'esnext.disposable']));
});

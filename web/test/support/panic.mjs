// A core with doors to die through: its exports im_panic, im_trap and im_exhaust.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coreBuild } from '../../build/core-build.mjs';

let bytes;

/** Its bytes, built once. */
export function panickingCore() {
  return (bytes ??= build());
}

async function build() {
  const dir = mkdtempSync(join(tmpdir(), 'imclient-panic-'));
  try {
    const file = join(dir, 'imclient.wasm');
    // The loader takes no core but the one it was built for.
    const built = (name) => readFileSync(new URL(`../../dist/${name}`, import.meta.url));
    const { build: id } = await coreBuild(built('imclient.wasm'), built('wasm_exec.js').toString());
    const linker = `-ldflags=-s -w -X imclient/jsbridge.build=${id}`;
    execFileSync('go', ['build', '-tags', 'panichook', linker, '-o', file, './wasm'], {
      cwd: fileURLToPath(new URL('../../..', import.meta.url)),
      // The runtime's version tells the experiment too: as in the Makefile.
      env: { ...process.env, GOOS: 'js', GOARCH: 'wasm', GOEXPERIMENT: 'nogreenteagc' },
    });
    return readFileSync(file);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/**
 * A script that replaces WebAssembly.instantiate: of cores that it makes from
 * then on, `deaths` holds how the next entries die, by the names of those
 * (`deaths.im_call = 'im_panic'`). `cores` counts them.
 */
export const MORTAL = `
  const { instantiate } = WebAssembly;
  globalThis.deaths = {};
  globalThis.cores = 0;
  WebAssembly.instantiate = async (...args) => {
    const instance = await instantiate.apply(WebAssembly, args);
    const { exports } = instance;
    if (!exports?.im_panic) return instance;
    globalThis.cores += 1;
    const mortal = { ...exports };
    for (const name of ['im_call', 'im_send', 'im_frame', 'im_timer']) {
      mortal[name] = (...entry) => {
        const how = globalThis.deaths[name];
        if (!how) return exports[name](...entry);
        delete globalThis.deaths[name];
        return exports[how]();
      };
    }
    return Object.create(instance, { exports: { value: mortal } });
  };`;

/** The same in this process, until the end of the test. Gives the compiled core, and how to kill it. */
export async function mortalCore(t) {
  const { instantiate } = WebAssembly;
  t.after(() => {
    WebAssembly.instantiate = instantiate;
  });
  (0, eval)(`{${MORTAL}}`);
  return { wasmModule: new WebAssembly.Module(await panickingCore()), deaths: globalThis.deaths, cores: () => globalThis.cores };
}

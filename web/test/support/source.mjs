// Modules of src/, built as the package is, for tests of what is not exported.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { plugins } from '../../build/plugins.mjs';

const web = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const files = {};

/**
 * One module with everything that the named modules of src/ export, in one
 * copy: load(['wasm/records', 'port']).
 */
export async function load(modules, { core = null } = {}) {
  const key = `${modules.join('+').replaceAll('/', '.')}${core ? '+core' : ''}`;
  files[key] ??= bundle(modules, key, core);
  return import(await files[key]);
}

async function bundle(modules, key, core) {
  mkdirSync(web('test/out'), { recursive: true });
  const outfile = web(`test/out/${key}.mjs`);
  await build({
    stdin: { contents: modules.map((name) => `export * from './src/${name}';`).join('\n'), resolveDir: web('.') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['ws'],
    sourcemap: 'inline',
    outfile,
    define: { __CORE_BUILD__: JSON.stringify(core), __BUILD__: '"test"' },
    plugins: plugins(web('../wasm_exec.js')),
    logLevel: 'warning',
  });
  return pathToFileURL(outfile).href;
}

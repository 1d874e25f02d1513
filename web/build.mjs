// Builds the npm package into dist/, and the pages into dist/demo/ and dist/console/ where they are.
//   node build.mjs             needs dist/imclient.wasm, as `make` leaves it there
//   node build.mjs --no-wasm   for work on what needs no core
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { plugins } from './build/plugins.mjs';
import { buildId, sources } from './build/build-id.mjs';
import { compress } from './build/compress.mjs';
import { coreBuild } from './build/core-build.mjs';

const web = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

mkdirSync(web('dist'), { recursive: true });
const core = process.argv.includes('--no-wasm')
  ? null
  : await coreBuild(await readFile(web('dist/imclient.wasm')), await readFile(root('wasm_exec.js'), 'utf8'));

const build = buildId([...(await sources(web('src'))), JSON.stringify(core)]);

const common = {
  absWorkingDir: web('.'),
  bundle: true,
  sourcemap: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  define: { __CORE_BUILD__: JSON.stringify(core), __BUILD__: JSON.stringify(build) },
  plugins: plugins(root('wasm_exec.js')),
};
const node = { ...common, entryPoints: ['src/node.ts'], platform: 'node', target: 'node20', external: ['ws'], minify: false };

await Promise.all([
  esbuild.build({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: 'dist/imclient.js' }),
  esbuild.build({ ...common, entryPoints: ['src/global.ts'], format: 'iife', outfile: 'dist/imclient.global.js' }),
  esbuild.build({ ...common, entryPoints: ['src/worker.ts'], format: 'iife', outfile: 'dist/imclient.worker.js' }),
  esbuild.build({ ...node, format: 'esm', outfile: 'dist/node.js' }),
  esbuild.build({
    ...node,
    format: 'cjs',
    outfile: 'dist/node.cjs',
    define: { ...common.define, 'import.meta.url': '__moduleURL' },
    banner: { js: "const __moduleURL = require('node:url').pathToFileURL(__filename).href;" },
  }),
]);

// The types as one file, without what is marked @internal.
const types = web('dist/.types');
const run = (script, ...args) => execFileSync(process.execPath, [web(`node_modules/${script}`), ...args], { cwd: web('.'), stdio: ['ignore', 'inherit', 'inherit'] });
rmSync(types, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.json', '--outDir', types);
run(
  'dts-bundle-generator/dist/bin/dts-bundle-generator.js',
  ...['--silent', '--project', 'tsconfig.json', '--no-check', '--no-banner'],
  ...['--export-referenced-types=false', '--umd-module-name=AV', '--inline-declare-global', '-o', 'dist/index.d.ts', `${types}/exports.d.ts`],
);
rmSync(types, { recursive: true });
copyFileSync(web('dist/index.d.ts'), web('dist/index.d.cts'));
copyFileSync(root('wasm_exec.js'), web('dist/wasm_exec.js'));

for (const page of ['demo/build.mjs', 'console/build.mjs']) {
  if (existsSync(web(page))) await (await import(pathToFileURL(web(page)).href)).build();
}

await compress(web('dist'));

// Builds the npm package into dist/, and the demo into dist/demo/ where it is.
//   node build.mjs             needs dist/imclient.wasm, as `make` leaves it there
//   node build.mjs --no-wasm   for work on what needs no core
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { plugins } from './build/plugins.mjs';
import { coreBuild } from './build/core-build.mjs';

const web = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

mkdirSync(web('dist'), { recursive: true });
const core = process.argv.includes('--no-wasm')
  ? null
  : await coreBuild(await readFile(web('dist/imclient.wasm')), await readFile(root('wasm_exec.js'), 'utf8'));

const common = {
  absWorkingDir: web('.'),
  bundle: true,
  sourcemap: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  keepNames: true,
  logLevel: 'warning',
  define: { __CORE_BUILD__: JSON.stringify(core) },
  plugins: plugins(root('wasm_exec.js')),
};
const node = { ...common, entryPoints: ['src/node.ts'], platform: 'node', target: 'node20', external: ['ws'], minify: false };

await Promise.all([
  esbuild.build({ ...common, entryPoints: ['src/index.ts'], format: 'esm', outfile: 'dist/imclient.js' }),
  esbuild.build({ ...common, entryPoints: ['src/global.ts'], format: 'iife', outfile: 'dist/imclient.global.js' }),
  esbuild.build({ ...node, format: 'esm', outfile: 'dist/node.js' }),
  esbuild.build({
    ...node,
    format: 'cjs',
    outfile: 'dist/node.cjs',
    define: { ...common.define, 'import.meta.url': '__moduleURL' },
    banner: { js: "const __moduleURL = require('node:url').pathToFileURL(__filename).href;" },
  }),
]);

execFileSync(process.execPath, [web('node_modules/typescript/bin/tsc'), '-p', web('tsconfig.json')], { stdio: 'inherit' });
writeFileSync(web('dist/index.d.ts'), "export * from './types/exports';\nexport as namespace AV;\n");
copyFileSync(root('wasm_exec.js'), web('dist/wasm_exec.js'));

const demo = web('demo/build.mjs');
if (existsSync(demo)) await (await import(pathToFileURL(demo).href)).build();

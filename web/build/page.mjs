// What the pages that imserver carries are built with: the demo and the console.

import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/** A path beside the module that asks. */
export const beside = (url) => (path) => fileURLToPath(new URL(path, url));

/** Whether the module that asks is the program that node was started with. */
export const isProgram = (url) => process.argv[1] === fileURLToPath(url);

/**
 * Builds the page `name` from src/main.ts, style/NAME.css and index.html, which
 * `here` finds, into `outdir`: index.html, NAME.js and NAME.css, and no inline script.
 */
export async function buildPage(name, here, outdir, script = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await esbuild.build({
    entryPoints: { [name]: here('src/main.ts') },
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
    ...script,
  });
  await esbuild.build({
    entryPoints: { [name]: here(`style/${name}.css`) },
    outdir,
    bundle: true,
    minify: true,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    logLevel: 'warning',
  });
  await cp(here('index.html'), `${outdir}/index.html`);
}

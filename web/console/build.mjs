import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Builds the operators' console into `outdir`: index.html, console.js and console.css, and no inline script. */
export async function build({ outdir = here('../dist/console/') } = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await esbuild.build({
    entryPoints: { console: here('src/main.ts') },
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
  });
  await esbuild.build({
    entryPoints: { console: here('style/console.css') },
    outdir,
    bundle: true,
    minify: true,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    logLevel: 'warning',
  });
  await cp(here('index.html'), `${outdir}/index.html`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();

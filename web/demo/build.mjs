import { cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the page into `outdir`: index.html, demo.js and demo.css. The page
 * imports the client library from ./dist/ through its import map, unless
 * `client` names a module to build in instead.
 */
export async function build({ outdir = here('../dist/demo/'), client } = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await esbuild.build({
    entryPoints: { demo: here('src/main.ts') },
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    logLevel: 'warning',
    ...(client ? { alias: { imclient: client } } : { external: ['imclient'] }),
  });
  await esbuild.build({
    entryPoints: { demo: here('style/demo.css') },
    outdir,
    bundle: true,
    minify: true,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    logLevel: 'warning',
  });
  await cp(here('index.html'), `${outdir}/index.html`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();

import { beside, buildPage, isProgram } from '../build/page.mjs';

const here = beside(import.meta.url);

/** Builds the operators' console. */
export async function build({ outdir = here('../dist/console/') } = {}) {
  await buildPage('console', here, outdir);
}

if (isProgram(import.meta.url)) await build();

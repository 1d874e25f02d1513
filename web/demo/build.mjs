import { beside, buildPage, isProgram } from '../build/page.mjs';

const here = beside(import.meta.url);

/**
 * Builds the chat page. It imports the client library from ./dist/ through its import
 * map, unless `client` names a module to build in instead.
 */
export async function build({ outdir = here('../dist/demo/'), client } = {}) {
  await buildPage('demo', here, outdir, client ? { alias: { imclient: client } } : { external: ['imclient'] });
}

if (isProgram(import.meta.url)) await build();

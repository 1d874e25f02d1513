// In a page: runs the cases with one SDK.
import { runCases } from './run.mjs';

let copies = 0;
const loaders = {
  ours: () => import(`/imclient/imclient.js?copy=${(copies += 1)}`),
  official: async () => {
    const script = await (await fetch('/official/im-browser.js')).text();
    const module = { exports: {} };
    new Function('module', 'exports', script)(module, module.exports);
    return module.exports;
  },
};

/** Gives [name, result] of all cases. */
export async function run(options) {
  const results = [];
  const proto = await (await fetch('/wire/rtm.proto')).text();
  await runCases({ ...options, load: loaders[options.sdk], proto }, (name, result) => results.push([name, result]));
  return results;
}

// In a page: runs the cases with one SDK.
import { runCases } from './run.mjs';

let copies = 0;
const loaders = {
  ours: () => {
    // Each copy is a device of its own, as in the official SDK.
    localStorage.clear();
    return import(`/imclient/imclient.js?copy=${(copies += 1)}`);
  },
  official: () => required('/official/im-browser.js'),
};

/** What a script of the old kind exports, in a copy of its own. */
async function required(url) {
  const script = await (await fetch(url)).text();
  const module = { exports: {} };
  new Function('module', 'exports', script)(module, module.exports);
  return module.exports;
}

/** Gives [name, result] of all cases. */
export async function run(options) {
  const results = [];
  const plugin = () => required('/plugin/typed-messages.js');
  const proto = await (await fetch('/wire/rtm.proto')).text();
  await runCases({ ...options, load: loaders[options.sdk], plugin, proto }, (name, result) => results.push([name, result]));
  return results;
}

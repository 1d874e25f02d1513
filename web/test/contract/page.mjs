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
  worker: async () => inWorker(await loaders.ours()),
};

/** A copy of ours whose Realtimes run in a Worker, all in one as they share a core else. */
function inWorker(sdk) {
  const makeWorker = () => {
    const worker = new Worker('/test/contract/tapped-worker.mjs', { type: 'module' });
    makeWorker.onWorker?.(worker);
    return worker;
  };
  const Realtime = new Proxy(sdk.Realtime, {
    construct: (target, [options, ...rest], newTarget) =>
      Reflect.construct(target, [options && { worker: makeWorker, ...options }, ...rest], newTarget),
  });
  return { ...sdk, Realtime, makeWorker };
}

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
  await runCases({ ...options, load: loaders[options.place === 'worker' ? 'worker' : options.sdk], plugin, proto }, (name, result) => results.push([name, result]));
  return results;
}

// In a page: copies of an SDK, each in a realm of its own but the page's first.
let copies = 0;

const loaders = {
  ours: (realm) => {
    // Each copy is a device of its own, as in the official SDK.
    try {
      realm.localStorage.clear();
    } catch {
      // There is none in this frame.
    }
    return realm.eval(`import('/imclient/imclient.js?copy=${(copies += 1)}')`);
  },
  official: (realm) => required('/official/im-browser.js', realm),
  worker: async (realm) => inWorker(await loaders.ours(realm), realm),
};

/** A copy of an SDK ('ours', 'official', or ours in a 'worker'), made in the realm of this window. */
export const load = (kind, realm = window) => loaders[kind](realm);

/** What a script of the old kind exports, in a copy of its own. */
export async function required(url, realm = window) {
  const script = await (await fetch(url)).text();
  const module = { exports: {} };
  new realm.Function('module', 'exports', script)(module, module.exports);
  return module.exports;
}

/** A copy of ours whose Realtimes run in a Worker, all in one as they share a core else. */
function inWorker(sdk, realm) {
  const makeWorker = () => {
    const worker = new realm.Worker('/test/contract/tapped-worker.mjs', { type: 'module' });
    makeWorker.onWorker?.(worker);
    return worker;
  };
  const Realtime = new Proxy(sdk.Realtime, {
    construct: (target, [options, ...rest], newTarget) =>
      Reflect.construct(target, [options && { worker: makeWorker, ...options }, ...rest], newTarget),
  });
  return { ...sdk, Realtime, makeWorker };
}

/** An iframe of this page. */
export async function frame(url) {
  const iframe = document.createElement('iframe');
  iframe.hidden = true;
  iframe.src = url;
  const loaded = new Promise((resolve, reject) => {
    iframe.onload = resolve;
    iframe.onerror = () => reject(new Error(`no frame of ${url}`));
  });
  document.body.append(iframe);
  await loaded;
  return iframe;
}

// The two SDKs behind one loader. Both are used through the same public names.

/** Loads one of them: 'ours' or 'official'. */
export async function load(name) {
  if (name === 'ours') return import('/dist/imclient.js');
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/official/im-browser.min.js';
    script.onload = resolve;
    script.onerror = () => reject(new Error('the official SDK could not be loaded'));
    document.head.append(script);
  });
  return globalThis.AV;
}

/** Logs in over a stubbed or a real socket. */
export async function login(sdk, { id, server, socket }) {
  if (socket) sdk.setAdapters({ WebSocket: socket });
  const options = { appId: 'dev', appKey: 'dev', server: server ?? 'http://stub.invalid' };
  if (socket) options.RTMServers = ['ws://stub.invalid'];
  const realtime = new sdk.Realtime(options);
  const client = await realtime.createIMClient(id);
  return { realtime, client };
}

/** A class that a program registered: messages of other types pass by it. */
export function customClass(sdk) {
  class OrderMessage extends sdk.TypedMessage {}
  sdk.messageType(42)(OrderMessage);
  sdk.messageField(['order'])(OrderMessage);
  return OrderMessage;
}

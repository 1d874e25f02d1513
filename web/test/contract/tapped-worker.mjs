// imclient.worker.js with a tap on its sockets: tells the page of each, and of
// each frame that is sent, before anything that comes of it.
import { spoiled } from './spoil.mjs';

const sockets = [];
let spoiling = false;

class TappedSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.number = sockets.push(this) - 1;
    postMessage({ tap: 'socket', url: String(url), protocols });
  }

  send(data) {
    postMessage({ tap: 'sent', data: typeof data === 'string' ? data : new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength).slice() });
    const worthless = spoiling ? spoiled(data) : undefined;
    if (worthless) spoiling = false;
    super.send(worthless ?? data);
  }
}
globalThis.WebSocket = TappedSocket;

addEventListener('message', ({ data }) => {
  if (data?.tap === 'close') sockets[data.number].close();
  if (data?.tap === 'spoil') spoiling = true;
  if (data?.tap === 'receive') {
    sockets[data.number].dispatchEvent(new globalThis.MessageEvent('message', { data: Uint8Array.from(data.bytes).buffer }));
  }
});

await import('/imclient/imclient.worker.js');

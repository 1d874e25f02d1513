// imclient.worker.js with a tap on its sockets: tells the page of each, and of
// each frame that is sent, before anything that comes of it.
const sockets = [];

class TappedSocket extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols);
    this.number = sockets.push(this) - 1;
    postMessage({ tap: 'socket', url: String(url), protocols });
  }

  send(data) {
    postMessage({ tap: 'sent', data: typeof data === 'string' ? data : new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength).slice() });
    super.send(data);
  }
}
globalThis.WebSocket = TappedSocket;

addEventListener('message', ({ data }) => {
  if (data?.tap === 'close') sockets[data.number].close();
});

await import('/imclient/imclient.worker.js');

// Between an SDK and the network: notes what it sends, and cuts its connections.
import { spoiled } from './spoil.mjs';
import { decode } from './wire.mjs';

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Puts a tap on a copy of an SDK through its adapters; `makeWorker` is there where its sockets are in a Worker. */
export function tap(sdk, protocol, makeWorker) {
  /** After spoil(), the next session token that is sent is one that no server takes. */
  const noted = { commands: [], requests: [], sockets: [], spoil() {} };
  if (makeWorker) tapWorker(makeWorker, noted, protocol);
  else tapSockets(sdk, noted, protocol);
  const request = sdk.getAdapter('request');
  sdk.setAdapters({
    request: (url, options = {}) => {
      noted.requests.push({ path: new URL(url).pathname, method: options.method ?? 'GET', data: options.data, all: JSON.stringify([url, options]) });
      return request(url, options);
    },
  });
  return noted;
}

function tapSockets(sdk, noted, protocol) {
  const Base = sdk.getAdapter('WebSocket');
  let spoiling = false;
  noted.spoil = () => (spoiling = true);
  class TappedSocket extends Base {
    constructor(url, protocols) {
      super(url, protocols);
      this.dialled = { path: new URL(url).pathname, protocols };
      noted.sockets.push(this);
    }

    send(data, ...rest) {
      noted.commands.push(command(protocol, data));
      const worthless = spoiling ? spoiled(data) : undefined;
      if (worthless) spoiling = false;
      return super.send(worthless ?? data, ...rest);
    }

    /** Lets the SDK receive a frame that no server sent. */
    receive(bytes) {
      // An SDK in an iframe knows the objects of its own window only.
      const own = Base.constructor('return globalThis')();
      const data = own.Uint8Array.from(bytes).buffer;
      if (this.emit) this.emit('message', data, true);
      else this.dispatchEvent(new own.MessageEvent('message', { data }));
    }
  }
  sdk.setAdapters({ WebSocket: TappedSocket });
}

/** The same of what tapped-worker.mjs tells. */
function tapWorker(makeWorker, noted, protocol) {
  makeWorker.onWorker = (worker) => {
    noted.spoil = () => worker.postMessage({ tap: 'spoil' });
    worker.addEventListener('message', ({ data }) => {
      if (data?.tap === 'sent') noted.commands.push(command(protocol, data.data));
      if (data?.tap !== 'socket') return;
      const number = noted.sockets.length;
      noted.sockets.push({
        url: data.url,
        dialled: { path: new URL(data.url).pathname, protocols: data.protocols },
        close: () => worker.postMessage({ tap: 'close', number }),
        receive: (bytes) => worker.postMessage({ tap: 'receive', number, bytes }),
      });
    });
  };
}

function command(protocol, data) {
  const bytes =
    typeof data === 'string'
      ? Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
      : new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength);
  const { i: _i, ...rest } = decode(protocol, 'GenericCommand', bytes);
  return json(rest);
}

/** JSON within a command is compared by what it says, not by how it is written. */
function json(value) {
  if (Array.isArray(value)) return value.map(json);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    // An explicit false or 0 says what no field says; that of `unique` does not.
    Object.entries(value)
      .filter(([key, each]) => !(each === false && key !== 'unique') && !(each === 0 && key === 'flag'))
      .map(([key, each]) => [key, ['data', 'msg', 'pushData'].includes(key) ? parse(each) : json(each)]),
  );
}

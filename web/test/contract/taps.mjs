// Between an SDK and the network: notes what it sends, and cuts its connections.
import { decode } from './wire.mjs';

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** Puts a tap on a copy of an SDK through its adapters. */
export function tap(sdk, protocol) {
  const Base = sdk.getAdapter('WebSocket');
  const request = sdk.getAdapter('request');
  const noted = { commands: [], requests: [], sockets: [] };

  class TappedSocket extends Base {
    constructor(url, protocols) {
      super(url, protocols);
      this.dialled = { path: new URL(url).pathname, protocols };
      noted.sockets.push(this);
    }

    send(data, ...rest) {
      const text = typeof data === 'string';
      const bytes = text ? Uint8Array.from(atob(data), (c) => c.charCodeAt(0)) : new Uint8Array(data.buffer ?? data, data.byteOffset, data.byteLength);
      const { i: _i, ...command } = decode(protocol, 'GenericCommand', bytes);
      noted.commands.push(json(command));
      return super.send(data, ...rest);
    }
  }
  sdk.setAdapters({
    WebSocket: TappedSocket,
    request: (url, options = {}) => {
      noted.requests.push({ path: new URL(url).pathname, method: options.method ?? 'GET', data: options.data, all: JSON.stringify([url, options]) });
      return request(url, options);
    },
  });
  return noted;
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

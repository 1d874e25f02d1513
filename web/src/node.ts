/**
 * imclient for Node, which needs a WebSocket of the `ws` package before its release 22.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { WebSocket as WS } from 'ws';
import { setAdapters, type Adapters } from './adapters';
import { configureLoader } from './wasm/loader';

/** One message at a time, as in a page: promises that one settles run before the next one comes. */
class NodeWebSocket extends WS {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, { allowSynchronousEvents: false });
  }
}

configureLoader(
  () => new URL('./imclient.wasm', import.meta.url),
  (url) => readFile(url) as Promise<Buffer<ArrayBuffer>>,
);
setAdapters({ WebSocket: (globalThis.WebSocket ?? NodeWebSocket) as unknown as Adapters['WebSocket'] });

export * from './exports';

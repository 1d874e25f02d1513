/**
 * imclient for Node, over the WebSocket of the `ws` package.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { WebSocket as WS } from 'ws';
import { configureAdapters, type Adapters } from './adapters';
import { configureLoader } from './wasm/loader';

/**
 * One message at a time, as in a page: promises that one settles run before the
 * next one comes. Node's own WebSocket has no such setting.
 */
class NodeWebSocket extends WS {
  constructor(url: string, protocols?: string | string[]) {
    super(url, protocols, { allowSynchronousEvents: false });
  }
}

configureLoader(
  () => new URL('./imclient.wasm', import.meta.url),
  (url) => readFile(url) as Promise<Buffer<ArrayBuffer>>,
);
configureAdapters({ WebSocket: NodeWebSocket as unknown as Adapters['WebSocket'] });

export * from './exports';

/**
 * imclient for pages, as an ES module.
 * @module
 */
import { configureAdapters } from './adapters';
import { configureLoader } from './wasm/loader';
import { configureWorker } from './worker/start';

// These very expressions are what bundlers look for to carry the files along.
configureLoader(() => new URL('./imclient.wasm', import.meta.url));
configureWorker(() => new Worker(new URL('./imclient.worker.js', import.meta.url), { type: 'module' }));
if (typeof WebSocket === 'function') configureAdapters({ WebSocket });

export * from './exports';

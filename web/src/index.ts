/**
 * imclient for pages, as an ES module.
 * @module
 */
import { setAdapters } from './adapters';
import { configureLoader } from './wasm/loader';

// This very expression is what bundlers look for to carry imclient.wasm along.
configureLoader(() => new URL('./imclient.wasm', import.meta.url));
if (typeof WebSocket === 'function') setAdapters({ WebSocket });

export * from './exports';

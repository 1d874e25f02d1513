/**
 * imclient for classic scripts: fills the global AV, whatever else is in it.
 * @module
 */
import { configureAdapters } from './adapters';
import * as exported from './exports';
import { configureLoader } from './wasm/loader';
import { configureWorker } from './worker/start';

// document.currentScript is this script only while it first runs.
const script = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
configureLoader(() => new URL('imclient.wasm', script));
configureWorker(() => new Worker(new URL('imclient.worker.js', script)));
configureAdapters({ WebSocket });

const page = globalThis as { AV?: object };
page.AV = Object.assign(page.AV ?? {}, exported);

/**
 * imclient for classic scripts: fills the global AV, whatever else is in it.
 * @module
 */
import { setAdapters } from './adapters';
import * as exported from './exports';
import { configureLoader } from './wasm/loader';

// document.currentScript is this script only while it first runs.
const script = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;
configureLoader(() => new URL('imclient.wasm', script));
setAdapters({ WebSocket });

const page = globalThis as { AV?: object };
page.AV = Object.assign(page.AV ?? {}, exported);

import { CoreError } from '../errors/core-error';
import type { Sink } from '../port';
import { wasmAddress, type WasmSource } from '../wasm/loader';
import { WorkerPort } from './port';

/**
 * The Worker that the core runs in: `true` for the package's own file,
 * `imclient.worker.js`, from beside the package; its address, where that is
 * another one; or a function that makes the Worker, which is then imclient's to
 * terminate. An error that a script of the Worker does not catch ends it.
 */
export type WorkerSource = boolean | string | URL | (() => Worker);

let makeOwn: (() => Worker) | undefined;

/** Set by the entries for pages: how they make the Worker of the file beside themselves. */
export function configureWorker(make: () => Worker): void {
  makeOwn = make;
}

/** Throws a TypeError for an option that cannot be, here. */
export function checkWorker(source: unknown): void {
  if (!source || typeof source === 'function') return;
  if (source !== true && typeof source !== 'string' && !(source instanceof URL)) {
    throw new TypeError(`worker [${String(source)}] is not true, an address or a function`);
  }
  if (typeof Worker !== 'function' || !makeOwn) {
    throw new TypeError('The option worker is for pages: there are no Web Workers here. In Node, leave it out');
  }
}

/** Starts a core in a Worker of its own. Rejects with a CoreError when that cannot be. */
export async function startInWorker(source: WorkerSource, wasm: WasmSource | undefined, sink: Sink): Promise<WorkerPort> {
  const address = wasmAddress(wasm);
  let worker: Worker;
  try {
    worker = make(source);
  } catch (error) {
    // A script of another origin, or a page whose policy forbids it.
    throw new CoreError(`The Worker of imclient could not be made: ${String(error)}`, { cause: error });
  }
  return WorkerPort.start(worker, address, sink);
}

function make(source: WorkerSource): Worker {
  if (typeof source === 'function') return source();
  if (source === true) return makeOwn!();
  return new Worker(source as string | URL, { type: 'module' });
}

import { Directory } from '../directory';
import { loadCore, type WasmSource } from '../wasm/loader';
import { WasmPort } from '../wasm/port';
import { startInWorker, type WorkerSource } from '../worker/start';

/** A core, as long as it is used. */
export interface Lease {
  readonly directory: Directory;
  /** To be called once, when it is used no more: a Worker that nobody uses ends. */
  release(): void;
}

interface Running {
  readonly worker: unknown;
  readonly wasm: unknown;
  readonly directory: Promise<Directory>;
  users: number;
}

/** The running cores. The Realtimes whose options say the same share one. */
const cores = new Set<Running>();

const key = (source: unknown): unknown => (source instanceof URL ? source.href : source || undefined);

/** The core, started when it is not running yet. Rejects when it cannot be loaded; it may be tried again. */
export async function acquireCore(wasm: WasmSource | undefined, worker: WorkerSource | undefined): Promise<Lease> {
  let core = [...cores].find((each) => each.worker === key(worker) && each.wasm === key(wasm));
  if (!core) {
    const begun: Running = {
      worker: key(worker),
      wasm: key(wasm),
      directory: start(wasm, worker || undefined, () => cores.delete(begun)),
      users: 0,
    };
    core = begun;
    cores.add(begun);
    begun.directory.catch(() => cores.delete(begun));
  }
  core.users += 1;
  const directory = await core.directory;
  return { directory, release: () => release(core, directory) };
}

function release(core: Running, directory: Directory): void {
  core.users -= 1;
  // A core in this thread costs nothing, and may be wanted again.
  if (core.users > 0 || !core.worker) return;
  cores.delete(core);
  directory.port.end();
}

async function start(wasm: WasmSource | undefined, worker: WorkerSource | undefined, forget: () => void): Promise<Directory> {
  const directory = new Directory();
  directory.port = worker
    ? await startInWorker(worker, wasm, directory)
    : new WasmPort(await loadCore(wasm), directory);
  directory.onFatal = forget;
  return directory;
}

import { Directory } from '../directory';
import { loadCore, type WasmSource } from '../wasm/loader';
import { WasmPort } from '../wasm/port';

/** The running cores, by where they came from. All Realtimes share one. */
const cores = new Map<unknown, Promise<Directory>>();

/** The core, started when it is not running yet. Rejects when it cannot be loaded; it may be tried again. */
export function acquireCore(source?: WasmSource): Promise<Directory> {
  const key = source instanceof URL ? source.href : source;
  let core = cores.get(key);
  if (!core) {
    const forget = (): void => {
      if (cores.get(key) === core) cores.delete(key);
    };
    core = start(source, forget);
    cores.set(key, core);
    core.catch(forget);
  }
  return core;
}

async function start(source: WasmSource | undefined, forget: () => void): Promise<Directory> {
  const directory = new Directory();
  directory.port = new WasmPort(await loadCore(source), directory);
  directory.onFatal = forget;
  return directory;
}

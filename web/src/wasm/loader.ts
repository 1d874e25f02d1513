import { startCore, type Core } from './instance';

/** Where imclient.wasm comes from: an address, or the compiled module. */
export type WasmSource = string | URL | WebAssembly.Module;

/** Reads bytes that fetch cannot, such as Node's file: addresses. */
export type Reader = (url: URL) => Promise<BufferSource>;

let defaultSource: (() => WasmSource) | undefined;
let readFile: Reader | undefined;

/** Set by each entry of the package: how it finds the imclient.wasm beside itself. */
export function configureLoader(source: () => WasmSource, reader?: Reader): void {
  defaultSource = source;
  readFile = reader;
}

/** Compiled modules by address: another instance of the same one need not be downloaded again. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles imclient.wasm, once for each address, and starts it. A failure may be tried again. */
export async function loadCore(source?: WasmSource): Promise<Core> {
  return startCore(await compile(source ?? ownSource()));
}

/** Has the download begin, and the compilation as the bytes come. A failure is told by who loads the core. */
export function preload(source?: WasmSource): void {
  try {
    void Promise.resolve(compile(source ?? ownSource())).catch(() => {});
  } catch {
    // A malformed address.
  }
}

/** What another thread loads the same core by: an absolute address, or the compiled module. */
export function wasmAddress(source: WasmSource = ownSource()): string | WebAssembly.Module {
  return source instanceof WebAssembly.Module ? source : absolute(source).href;
}

function absolute(address: string | URL): URL {
  return new URL(address, globalThis.location?.href);
}

function ownSource(): WasmSource {
  if (!defaultSource) throw new Error('imclient.wasm was not found: set the wasmURL option');
  return defaultSource();
}

function compile(source: WasmSource): Promise<WebAssembly.Module> | WebAssembly.Module {
  if (source instanceof WebAssembly.Module) return source;
  const url = absolute(source);
  let module = compiled.get(url.href);
  if (!module) {
    module = download(url);
    compiled.set(url.href, module);
    module.catch(() => compiled.delete(url.href));
  }
  return module;
}

async function download(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === 'file:' && readFile) return WebAssembly.compile(await readFile(url));
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url.href} could not be loaded: ${response.status} ${response.statusText}`);
  const type = response.headers.get('Content-Type') ?? '';
  if (/^application\/wasm\b/i.test(type)) return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  if (!isWasm(bytes)) {
    throw new Error(`${url.href} is not WebAssembly (its Content-Type is [${type}]): set the wasmURL option`);
  }
  return WebAssembly.compile(bytes);
}

/** Whether bytes begin as WebAssembly does; a server's "not found" page does not. */
function isWasm(bytes: ArrayBuffer): boolean {
  return bytes.byteLength >= 4 && new DataView(bytes).getUint32(0) === 0x0061736d;
}

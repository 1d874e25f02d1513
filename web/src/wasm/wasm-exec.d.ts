// wasm_exec.js of the Go toolchain, wrapped by build.mjs: its `globalThis` and
// `fs` are parameters.
declare module 'wasm-exec' {
  export interface Go {
    env: { [name: string]: string };
    env: Record<string, string>;
    exit: (code: number) => void;
    readonly importObject: WebAssembly.Imports;
    run(instance: WebAssembly.Instance): Promise<void>;
  }
  export function loadGo(scope: typeof globalThis, fs: object): new () => Go;
}

/** What the core that this package was built with says of itself; null in builds without one. */
declare const __CORE_BUILD__: { build: string; go: string } | null;

/** Names this build of the package: the page's script and the Worker's must be of the same. */
declare const __BUILD__: string;

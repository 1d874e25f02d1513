// What esbuild does not do by itself.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import ts from 'typescript';

/** The plugins of every build of the package. */
export function plugins(wasmExec) {
  return [callableClasses, wasmExecModule(wasmExec)];
}

/**
 * The message classes and EventEmitter become constructor functions, which
 * can be called without `new`, as `Base.call(this)` does in plugins and in
 * subclasses that were compiled to ES5. Native classes refuse that.
 */
const callableClasses = {
  name: 'callable-classes',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/](messages[\\/](message|binary|typed|text|recalled|file|image|audio|video|location|read-receipt)|events[\\/]emitter)\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { outputText } = ts.transpileModule(source, {
        fileName: path,
        compilerOptions: {
          target: ts.ScriptTarget.ES5,
          module: ts.ModuleKind.ESNext,
          useDefineForClassFields: false,
          inlineSourceMap: true,
          inlineSources: true,
          // The helpers once, from tslib, rather than in each file.
          importHelpers: true,
        },
      });
      return { contents: outputText.replaceAll(`"sources":["${basename(path)}"]`, `"sources":["${path}"]`), loader: 'js' };
    });
  },
};

/**
 * The module `wasm-exec`: Go's wasm_exec.js as a function of the global
 * object and the fs that it shall see, which gives its class `Go`.
 */
function wasmExecModule(path) {
  return {
    name: 'wasm-exec',
    setup(build) {
      build.onResolve({ filter: /^wasm-exec$/ }, () => ({ path, namespace: 'wasm-exec' }));
      build.onLoad({ filter: /.*/, namespace: 'wasm-exec' }, async () => {
        const source = await readFile(path, 'utf8');
        return { contents: `export function loadGo(globalThis, fs) {\n${source}\nreturn globalThis.Go;\n}\n`, loader: 'js' };
      });
    },
  };
}

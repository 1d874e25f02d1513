// What esbuild does not do by itself.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import ts from 'typescript';

/** The plugins of every build of the package. */
export function plugins(wasmExec) {
  return [callableClasses, namedClasses, wasmExecModule(wasmExec)];
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
      return { contents: named(source, outputText.replaceAll(`"sources":["${basename(path)}"]`, `"sources":["${path}"]`)), loader: 'js' };
    });
  },
};

/**
 * Classes keep the names that applications see in consoles and error texts.
 * esbuild's keepNames would name every function, with a call for each closure
 * that is made: a tenth of the time that a received message takes.
 */
const namedClasses = {
  name: 'named-classes',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: named(source, source), loader: 'ts' };
    });
  },
};

/** The code with the names of the classes that its source exports. */
function named(source, code) {
  const names = [...source.matchAll(/^export (?:abstract )?class (\w+)/gm)].map(([, name]) => name);
  const lines = names.map((name) => `Object.defineProperty(${name}, 'name', { value: '${name}', configurable: true });\n`);
  return lines.length ? `${code}\n${lines.join('')}` : code;
}

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

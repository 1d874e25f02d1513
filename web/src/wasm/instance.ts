import { loadGo } from 'wasm-exec';
import { CoreError } from '../errors/core-error';
import { makeOutput, makeScope } from './scope';

/** What imclient.wasm exports. Numbers are u32 unless said; most give the number of bytes to read at im_output. */
export interface CoreExports {
  readonly mem: WebAssembly.Memory;
  im_input(length: number): number;
  im_frame(socket: number, length: number, text: number, conversation: number, seq: number): number;
  im_opened(socket: number): number;
  im_closed(socket: number, code: number, reasonLength: number): number;
  im_timer(timer: number): number;
  im_fetched(fetch: number, status: number, length: number): number;
  im_call(call: number, operation: number): number;
  im_send(call: number, conversation: number, length: number): number;
  im_commit(conversation: number, seq: number, told: number): number;
  im_drop(conversation: number, seq: number): number;
  im_cancel(call: number): number;
  im_answer(ask: number, ok: number, length: number): number;
  im_release(conversation: number): number;
  im_describe(conversation: number): number;
  im_output(): number;
}

/** Through which the core finds the parameters of an operation. */
export interface CoreHost {
  arg: unknown;
  ready(info: BuildInfo): void;
}

/** What the core says of itself. */
export interface BuildInfo {
  build: string;
  go: string;
}

/** A running core. */
export interface Core {
  readonly exports: CoreExports;
  readonly host: CoreHost;
  readonly info: BuildInfo;
  /** Called once, with Go's last words, when the program ends. */
  onExit: (error: Error) => void;
}

/** Lines of Go's output that are kept for the error of a crash. */
const LAST_WORDS = 60;

/** How Go begins to say why it ends; the stacks of all its goroutines follow, the one at fault first. */
const DYING = /^(fatal error|panic|runtime): /;

/** Starts the compiled core. Rejects when it cannot run or is not the one this package was built with. */
export async function startCore(module: WebAssembly.Module): Promise<Core> {
  const words: string[] = [];
  let dying = false;
  const fs = makeOutput((line) => {
    if (!dying && DYING.test(line)) {
      dying = true;
      words.length = 0;
    }
    if (words.length === LAST_WORDS && dying) return;
    words.push(line);
    if (words.length > LAST_WORDS) words.shift();
  });
  let ready!: (info: BuildInfo) => void;
  let fail!: (error: Error) => void;
  const started = new Promise<BuildInfo>((resolve, reject) => {
    ready = resolve;
    fail = reject;
  });
  const host: CoreHost = { arg: undefined, ready };
  const key = `imclient-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
  const scope = makeScope({ fs, [key]: host });
  const go = new (loadGo(scope, fs))();
  go.env = { IMCLIENT: key };

  const instance = await instantiate(module, go.importObject);
  const core: Core = {
    exports: instance.exports as unknown as CoreExports,
    host,
    info: { build: '', go: '' },
    onExit: fail,
  };
  const exited = (why: string): void => {
    const said = words.find((line) => line.startsWith('fatal error: '));
    const error = new CoreError(`The WebAssembly core stopped: ${said ?? why}`);
    if (words.length) error.stack = `${error.message}\n${words.join('\n')}`;
    core.onExit(error);
  };
  go.exit = (code) => exited(`exit code ${code}`);
  // run() resolves when the program ends, and rejects when it traps.
  go.run(instance).then(
    () => exited('its main function returned'),
    (error: unknown) => exited(String(error)),
  );
  const info = await started;
  checkBuild(info);
  return Object.assign(core, { info });
}

async function instantiate(module: WebAssembly.Module, imports: WebAssembly.Imports): Promise<WebAssembly.Instance> {
  try {
    return await WebAssembly.instantiate(module, imports);
  } catch (error) {
    // Another Go release wants other imports than our wasm_exec.js has.
    throw new Error('imclient.wasm does not belong to this copy of the package: deploy both from the same build', {
      cause: error,
    });
  }
}

function checkBuild(info: BuildInfo): void {
  const expected = __CORE_BUILD__;
  if (!expected || (info.build === expected.build && info.go === expected.go)) return;
  throw new Error(
    `imclient.wasm (${info.build}, ${info.go}) does not belong to this copy of the package ` +
      `(${expected.build}, ${expected.go}): deploy both from the same build`,
  );
}

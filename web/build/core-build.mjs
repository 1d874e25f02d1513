/**
 * What the built core says of itself, by running it once. The package takes no
 * other core than this one, so that a page in which an old imclient.wasm was
 * left beside new scripts says so instead of failing in odd ways.
 */
export async function coreBuild(wasm, wasmExec) {
  const overrides = {};
  const scope = new Proxy(globalThis, {
    get: (target, name) => (name in overrides ? overrides[name] : Reflect.get(target, name)),
    has: (target, name) => name in overrides || name in target,
    set: (_, name, value) => ((overrides[name] = value), true),
    deleteProperty: (_, name) => delete overrides[name],
  });
  const output = [];
  overrides.fs = {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync: (_, bytes) => (output.push(new TextDecoder().decode(bytes)), bytes.length),
    write: (fd, bytes, offset, length, position, done) => done(null, overrides.fs.writeSync(fd, bytes)),
  };
  const info = new Promise((resolve, reject) => {
    overrides.probe = { arg: undefined, ready: resolve };
    const Go = new Function('globalThis', 'fs', `${wasmExec}\nreturn globalThis.Go;`)(scope, overrides.fs);
    const go = new Go();
    go.env = { IMCLIENT: 'probe' };
    go.exit = (code) => reject(new Error(`imclient.wasm ended with ${code}: ${output.join('')}`));
    WebAssembly.instantiate(wasm, go.importObject).then(({ instance }) => go.run(instance)).catch(reject);
  });
  const { build, go } = await info;
  return { build: String(build), go: String(go) };
}

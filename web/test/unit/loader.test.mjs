// Loading the built core over HTTP, as a page does, in all the ways that fail.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { loadCore, configureLoader } = await load(['wasm/loader']);
const wasmFile = new URL('../../dist/imclient.wasm', import.meta.url);

let wasm;
let origin;
let requests = [];
/** How the next requests are answered: status, type and body. */
let answers = [];

let server;

before(async () => {
  wasm = await readFile(wasmFile);
  server = createServer((request, response) => {
    requests.push(request.url);
    const [status, type, body] = answers.shift() ?? [200, 'application/wasm', wasm];
    response.writeHead(status, type ? { 'Content-Type': type } : {}).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

let serial = 0;
/** An address that was not loaded before. */
const fresh = (...next) => {
  answers = next;
  requests = [];
  return `${origin}/${(serial += 1)}/imclient.wasm`;
};

describe('the loader', () => {
  it('starts the core, and leaves nothing on the global object', async () => {
    const names = new Set(Object.getOwnPropertyNames(globalThis));
    const core = await loadCore(fresh());
    assert.equal(typeof core.exports.im_call, 'function');
    assert.match(core.info.go, /^go1\./);
    const left = Object.getOwnPropertyNames(globalThis).filter((name) => !names.has(name));
    assert.deepEqual(left, []);
  });

  it('compiles what comes with the wrong type', async () => {
    for (const type of ['application/octet-stream', 'text/plain', undefined]) {
      assert.ok((await loadCore(fresh([200, type, wasm]))).exports);
    }
  });

  it('says what came instead', async () => {
    await assert.rejects(loadCore(fresh([200, 'text/html', '<!doctype html>'])), /is not WebAssembly.*\[text\/html\]/);
    await assert.rejects(loadCore(fresh([404, 'text/plain', 'not found'])), /could not be loaded: 404/);
    await assert.rejects(loadCore(fresh([200, 'application/wasm', 'broken'])), WebAssembly.CompileError);
  });

  it('may be asked again after a failure', async () => {
    const url = fresh([503, 'text/plain', '']);
    await assert.rejects(loadCore(url), /503/);
    assert.ok((await loadCore(url)).exports);
    assert.equal(requests.length, 2);
  });

  it('downloads once for several cores', async () => {
    const url = fresh();
    const cores = await Promise.all([loadCore(url), loadCore(url)]);
    assert.notEqual(cores[0], cores[1]);
    assert.equal(requests.length, 1);
  });

  it('takes a compiled module, and files where it is told how to read them', async () => {
    assert.ok((await loadCore(await WebAssembly.compile(wasm))).exports);
    configureLoader(() => wasmFile, readFile);
    assert.ok((await loadCore()).exports);
  });

  it('refuses a module of another program', async () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const foreign = new Uint8Array([...empty, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0]);
    const problem = /does not belong to this copy of the package/;
    await assert.rejects(loadCore(await WebAssembly.compile(foreign)), problem);
  });

  it('refuses a core of another build', async () => {
    const other = await load(['wasm/loader'], { core: { build: 'other', go: 'go1.0' } });
    await assert.rejects(other.loadCore(fresh()), /\(other, go1\.0\): deploy both from the same build/);
  });
});

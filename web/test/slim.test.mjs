// What `scripts/slim.mjs` makes of the linker's module: the same program, without the
// lines of its code, which `scripts/lines.mjs` gives back to a stack.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withLines } from '../../scripts/lines.mjs';
import { forgetLines, slim } from '../../scripts/slim.mjs';
import { DATA, memoryImage, Reader, sections } from '../../scripts/wasm-file.mjs';
import { Bridge } from './support/bridge.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = (name) => join(dir, name);
let dir;
let linked;
let slimmed;

before(() => {
  dir = mkdtempSync(join(tmpdir(), 'imclient-slim-'));
  execFileSync('go', ['build', '-trimpath', '-tags', 'panichook', '-ldflags=-s -w', '-o', file('linked.wasm'), './wasm'], {
    cwd: root,
    env: { ...process.env, GOOS: 'js', GOARCH: 'wasm' },
  });
  linked = readFileSync(file('linked.wasm'));
  slimmed = slim(linked);
  writeFileSync(file('slim.wasm'), slimmed);
});
after(() => rmSync(dir, { recursive: true, force: true }));

const section = (bytes, id) => sections(bytes).find((each) => each.id === id);
const image = (bytes) => memoryImage(bytes, section(bytes, DATA));

/** The stack of a panic in a module; addresses are of no account. */
async function panic(name) {
  const bridge = await new Bridge().start(file(name));
  bridge.outcome(bridge.call(1, { appId: 'dev', appKey: 'dev', rtmServers: ['ws://127.0.0.1:1'] }));
  const [fatal] = bridge.enter('im_panic');
  return fatal.text;
}

describe('the slimmed module', () => {
  it('has every section but the data as it was', () => {
    const of = (bytes) => sections(bytes).filter(({ id }) => id !== DATA).map(({ id, start, end }) => [id, bytes.subarray(start, end)]);
    assert.deepEqual(of(slimmed), of(linked));
  });

  it('begins with the same memory, but for the lines, in few segments', () => {
    const { memory } = image(linked);
    forgetLines(memory);
    const { memory: smaller, pieces } = image(slimmed);
    assert.equal(Buffer.compare(smaller.subarray(0, memory.length), memory), 0);
    assert.ok(pieces.length < 100, `${pieces.length} segments`);
  });

  it('names functions and offsets in a stack, and its lines are found again', async () => {
    const [whole, bare] = [await panic('linked.wasm'), await panic('slim.wasm')];
    assert.match(bare, /imclient\/jsbridge\.imPanic\.func1\(.*\n\t\?:0 \+0x/);
    assert.doesNotMatch(bare, /\.go:/);
    const places = (stack) => stack.match(/^\t\S+:\d+/gm);
    const found = places(withLines(bare, linked));
    assert.ok(found.length > 5);
    // An inlined call has no offset of its own: its place stays unknown.
    for (const [n, place] of places(whole).entries()) assert.ok(found[n] === place || found[n] === '\t?:0', `${found[n]} for ${place}`);
    assert.ok(found.some((place) => /jsbridge\/panic_hook\.go:14$/.test(place)), found.join('\n'));
  });

  it('leaves a stack of another build as it is', () => {
    const stack = 'panic: x\n\nnobody.knows(0x1)\n\t?:0 +0x12\n';
    assert.equal(withLines(stack, linked), stack);
  });

  it('refuses what the linker did not write', () => {
    assert.throws(() => slim(Buffer.from('no module at all')), /not a WebAssembly file/);
    const reader = new Reader(linked, section(linked, DATA).start);
    reader.varint();
    const passive = Buffer.from(linked);
    passive[reader.at] = 1;
    assert.throws(() => slim(passive), /a segment that is not put at an address/);
    assert.throws(() => forgetLines(Buffer.alloc(4096)), /table of functions/);
  });
});

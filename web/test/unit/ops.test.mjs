// The table of operations is the same on both sides of the boundary.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { it } from 'node:test';
import { load } from '../support/source.mjs';

const { Operation } = await load(['ops']);

it('operations have the numbers that jsbridge/ops.go gives them', async () => {
  const source = await readFile(new URL('../../../jsbridge/ops.go', import.meta.url), 'utf8');
  const numbers = Object.fromEntries([...source.matchAll(/^\s*(\w+)\s+Op = (\d+)$/gm)].map((m) => [m[1], Number(m[2])]));
  const names = [...source.matchAll(/^\s*(\w+):\s+"([\w.]+)",$/gm)].map((m) => [m[2], numbers[m[1]]]);
  assert.deepEqual(Operation, Object.fromEntries(names));
});

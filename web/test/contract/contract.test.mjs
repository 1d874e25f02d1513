// The referee: every case gives the same with the published leancloud-realtime
// and with ours, in Node and in Chromium, there in a Worker too, but for the
// listed differences.
// CONTRACT_ONLY=text runs the cases whose names contain it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { cleanup } from '../support/cleanup.mjs';
import { differences } from './differences.mjs';
import { runEverywhere } from './environments.mjs';
import { features } from './features.mjs';
import { pending } from './pending.mjs';
import { allCases } from './run.mjs';
import { file } from './table.mjs';
import { differs, excuse, resultsOf } from './verdict.mjs';

const only = process.env.CONTRACT_ONLY;
const ending = cleanup();
const everything = await allCases(features);
const cases = everything.filter(({ name }) => !only || name.includes(only));

describe('the contract', () => {
  let results;
  before(async () => {
    const where = process.env.CONTRACT_WHERE?.split(',');
    results = await runEverywhere(ending, features, { only, where });
  });

  for (const { name } of cases) {
    it(name, () => {
      const places = resultsOf(results, name);
      for (const [place, { official, ours }] of Object.entries(places)) {
        assert.equal(official?.failed, undefined, `in ${place}, with the official SDK`);
        if (!excuse(name)) assert.deepEqual(ours, official, `in ${place}`);
      }
      if (name in differences) assert.notDeepEqual(differs(results, name), [], 'it is listed, and does not differ');
    });
  }

  it('is not built in the cases that are pending', (t) => {
    const listed = cases.filter(({ name }) => name in pending);
    const passing = listed.filter(({ name }) => differs(results, name).length === 0);
    t.diagnostic(`${listed.length} cases are pending; these pass: ${passing.map(({ name }) => name).join(', ') || 'none'}`);
  });

  it('calls every public method of the official SDK', (t) => {
    const official = results.node?.official;
    if (only || !official) return;
    t.diagnostic(`${official.methods} methods and accessors`);
    assert.ok(official.methods > 100);
    assert.deepEqual(official.uncalled, []);
  });

  it('lets no rejection go unhandled', () => {
    // What a plugin throws at the object of a conversation is reported, where an event of it comes in time.
    const meant = /^uncaught: Error: boom\[p\]\n[^]*_describe/;
    for (const [place, { ours }] of Object.entries(results)) {
      assert.deepEqual(ours.unhandled.filter((problem) => !meant.test(problem)), [], `in ${place}`);
    }
  });
});

describe('the lists', () => {
  const names = new Set(everything.map(({ name }) => name));

  it('name each case once', () => assert.equal(names.size, everything.length));

  it('excuse cases that there are', () => {
    assert.deepEqual(Object.keys({ ...differences, ...pending }).filter((name) => !names.has(name)), []);
  });

  it('are in docs/contract.md', (t) => {
    t.diagnostic(`${everything.length} cases, ${Object.keys(differences).length} differ, ${Object.keys(pending).length} pending`);
    const rows = readFileSync(file, 'utf8').split('\n').filter((line) => /^\| (?!case \||--- \|)/.test(line)).length;
    assert.equal(rows, everything.length, 'run `npm run contract:table`');
  });
});

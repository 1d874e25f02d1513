// How often a core that dies is started again, on a clock of the test's.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { load } from '../support/source.mjs';

const { RestartBudget } = await load(['realtime/restarts']);

describe('the restarts of a core', () => {
  for (const [name, options, deaths, want] of [
    ['five in ten minutes by default', undefined, [0, 1, 2, 3, 4, 5], [true, true, true, true, true, false]],
    ['old ones are forgotten', { limit: 1, within: 100 }, [0, 100, 150, 249, 349], [true, true, false, false, true]],
    ['none', { limit: 0 }, [0, 1e9], [false, false]],
    ['a limit of its own', { limit: 2 }, [0, 599_999, 599_999, 600_000], [true, true, false, false]],
  ]) {
    it(name, () => {
      const budget = new RestartBudget(options);
      assert.deepEqual(deaths.map((time) => budget.spend(time)), want);
    });
  }
});

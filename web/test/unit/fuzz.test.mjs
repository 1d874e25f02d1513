// Parsers of JavaScript's side are given whatever; node test/fuzz.mjs SECONDS goes on
// for longer.
import { describe, it } from 'node:test';
import { fuzz, targets } from '../support/fuzz.mjs';

describe('whatever comes is read, or refused', () => {
  for (const name of Object.keys(targets)) {
    it(name, async () => {
      for (let seed = 1; seed <= 3000; seed += 1) await fuzz(name, seed);
    });
  }
});

// What the results of a case in all environments mean.
import { isDeepStrictEqual } from 'node:util';
import { differences } from './differences.mjs';
import { pending } from './pending.mjs';

const places = (results) => Object.keys(results);

/** A case's results: { node: { official, ours }, ... }, those of places where it ran. */
export function resultsOf(results, name) {
  return Object.fromEntries(
    places(results).map((place) => [place, { official: results[place].official.get(name), ours: results[place].ours.get(name) }]),
  );
}

/** Where the two SDKs differ in this case. A case that failed with the official SDK is a defect of the case. */
export function differs(results, name) {
  return Object.entries(resultsOf(results, name))
    .filter(([, { official, ours }]) => !isDeepStrictEqual(official, ours))
    .map(([place]) => place);
}

/** The reason why a case may differ. */
export const excuse = (name) => differences[name] ?? pending[name];

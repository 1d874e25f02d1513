// Ends what a file's tests started. node:test ties an `after` that is called
// inside a hook to that hook, so the one for the whole file is made up front.
import { after } from 'node:test';

/** Call at a test file's top level; what its `after` is given runs after all tests, last first. */
export function cleanup() {
  const actions = [];
  after(async () => {
    while (actions.length > 0) await actions.pop()();
  });
  return { after: (action) => actions.push(action) };
}

// A process that runs the cases with one SDK in Node and tells its parent.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { officialSDK } from '../support/official.mjs';
import { ourSDK } from '../support/ours.mjs';
import { Calls } from './calls.mjs';
import { runCases } from './run.mjs';

console.warn = () => {};
console.error = () => {};
process.on('unhandledRejection', (error) => process.send({ unhandled: String(error?.stack ?? error) }));
process.once('disconnect', () => process.exit());

const options = JSON.parse(process.env.CONTRACT);
const calls = new Calls();
await runCases(
  {
    ...options,
    load: options.sdk === 'ours' ? ourSDK : async () => calls.watch(officialSDK()),
    plugin: () => createRequire(import.meta.url)('leancloud-realtime-plugin-typed-messages'),
    proto: readFileSync(new URL('../../../core/wire/rtm.proto', import.meta.url), 'utf8'),
  },
  (name, result) => process.send({ name, result }),
).then(
  () => process.send({ done: true, methods: calls.size, uncalled: calls.missing }),
  (error) => process.send({ unhandled: String(error?.stack ?? error), done: true }),
);

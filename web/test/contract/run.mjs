// Runs cases with one SDK, in Node or in a page alike.
import { Context, Device } from './context.mjs';
import { readProto } from './wire.mjs';

const AT_ONCE = 6;
const DEADLINE = 25_000;

/** The file of cases of a feature. */
const load = (feature) => import(`./cases/${feature}.mjs`);

/** All cases: their names are those of the features with what they show. */
export async function allCases(features) {
  const modules = await Promise.all(features.map(load));
  return features.flatMap((feature, n) =>
    Object.entries(modules[n].cases).map(([title, run]) => ({ name: `${feature}: ${title}`, feature, run })),
  );
}

/**
 * Runs the cases of these features; calls report(name, { value } or { failed })
 * for each. `load` gives a fresh copy of the SDK, `otherDevice` one for a second
 * device, `away` a device of another origin, `plugin` the published plugin.
 */
export async function runCases({ features, only, ...environment }, report) {
  const runner = await caseRunner(environment);
  const waiting = (await allCases(features)).filter(({ name }) => !only || name.includes(only));
  const work = async () => {
    for (let each = waiting.shift(); each; each = waiting.shift()) {
      report(each.name, await runner.run(each));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Runs cases, one by one or several at once, with one copy of the SDK and its Realtime. */
export async function caseRunner({ proto, ...given }) {
  const { prefix } = given;
  const environment = { ...inOneProcess(given), ...given, protocol: readProto(proto), serial: 0 };
  const device = new Device(await given.load(), environment);
  // With this one logged in, the connection outlives every case.
  await device.realtime.createIMClient(`anchor-${prefix}`);
  return { run: (each) => runCase(each, environment, device), realtime: device.realtime };
}

/** Second devices where there are no frames: fresh copies. */
function inOneProcess({ load, server }) {
  return {
    otherDevice: async () => ({ sdk: await load(), end: () => {} }),
    away: async () => {
      const sdk = await load();
      const device = { sdk, realtime: new sdk.Realtime({ appId: 'dev', appKey: 'dev', server }), kept: {} };
      const run = async (program, argument) => structuredClone(await program(device, structuredClone(argument)));
      return { run, end: () => device.realtime.pause() };
    },
  };
}

async function runCase({ run }, environment, device) {
  const context = new Context(environment, device);
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done within ${DEADLINE} ms`)), DEADLINE);
    });
    return { value: context.transcript.of(await Promise.race([run(context), late])) };
  } catch (error) {
    return { failed: String(error?.stack ?? error) };
  } finally {
    clearTimeout(timer);
    await context.end();
  }
}

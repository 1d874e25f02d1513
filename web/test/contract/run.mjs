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
 * for each. `load` gives a fresh copy of the SDK, `plugin` the published plugin.
 */
export async function runCases({ features, only, load, plugin, server, prefix, proto, apps }, report) {
  const runner = await caseRunner({ load, plugin, server, prefix, proto, apps });
  const waiting = (await allCases(features)).filter(({ name }) => !only || name.includes(only));
  const work = async () => {
    for (let each = waiting.shift(); each; each = waiting.shift()) {
      report(each.name, await runner.run(each));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Runs cases, one by one or several at once, with one copy of the SDK and its Realtime. */
export async function caseRunner({ load, plugin, server, prefix, proto, apps }) {
  const environment = { load, plugin, server, prefix, protocol: readProto(proto), serial: 0, apps };
  const device = new Device(await load(), environment);
  // With this one logged in, the connection outlives every case.
  await device.realtime.createIMClient(`anchor-${prefix}`);
  return { run: (each) => runCase(each, environment, device), realtime: device.realtime };
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

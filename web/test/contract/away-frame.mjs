// In an iframe of another origin than the page's: a device that runs what the
// page sends it. A program is a function of the device and an argument; what it
// gives goes back as data.
import { load } from './copies.mjs';

let device;

/** Browsers may keep the storage of other sites' frames from them, where the official SDK does not even load. */
function lendStorage() {
  try {
    return void localStorage;
  } catch {
    const kept = new Map();
    const value = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
    Object.defineProperty(window, 'localStorage', { value });
  }
}

async function answer({ options, program, argument }) {
  if (options) {
    if (options.kind === 'official') lendStorage();
    const sdk = await load(options.kind);
    const realtime = new sdk.Realtime({ appId: 'dev', appKey: 'dev', server: options.server });
    device = { sdk, realtime, kept: {}, origin: location.origin };
    return undefined;
  }
  return (0, eval)(`(${program})`)(device, argument);
}

addEventListener('message', ({ data, ports: [port] }) => {
  if (!port) return;
  answer(data).then(
    (value) => port.postMessage({ value }),
    (error) => port.postMessage({ error: String(error?.stack ?? error) }),
  );
});

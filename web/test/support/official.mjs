// The published leancloud-realtime, unchanged. It allows one Realtime per app
// in one copy of the module, so a process that runs two loads it twice.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** A fresh copy of the official SDK, with no state shared with other copies. */
export function officialSDK() {
  const kept = new Map();
  const ours = /node_modules[\\/]leancloud-realtime[\\/]/;
  for (const key of Object.keys(require.cache)) {
    if (ours.test(key)) {
      kept.set(key, require.cache[key]);
      delete require.cache[key];
    }
  }
  const sdk = require('leancloud-realtime');
  for (const key of Object.keys(require.cache)) if (ours.test(key)) delete require.cache[key];
  for (const [key, module] of kept) require.cache[key] = module;
  return sdk;
}

// In a page: runs the cases with one SDK.
import { frame, load, required } from './copies.mjs';
import { runCases } from './run.mjs';

/** Gives [name, result] of all cases. */
export async function run(options) {
  const results = [];
  const kind = options.place === 'worker' ? 'worker' : options.sdk;
  await runCases(
    {
      ...options,
      load: () => load(kind),
      otherDevice: async () => {
        const iframe = await frame('/empty.html');
        return { sdk: await load(kind, iframe.contentWindow), end: () => iframe.remove() };
      },
      away: () => away(options.otherOrigin, { kind, server: options.server }),
      plugin: () => required('/plugin/typed-messages.js'),
      proto: await (await fetch('/wire/rtm.proto')).text(),
    },
    (name, result) => results.push([name, result]),
  );
  return results;
}

/** A device in an iframe of another origin, which runs what it is sent: see away-frame.mjs. */
async function away(origin, options) {
  const iframe = await frame(`${origin}/away.html`);
  const ask = (message) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => {
        port1.close();
        if ('error' in data) reject(new Error(data.error));
        else resolve(data.value);
      };
      iframe.contentWindow.postMessage(message, origin, [port2]);
    });
  await ask({ options });
  return {
    run: (program, argument) => ask({ program: program.toString(), argument }),
    end: async () => {
      await ask({ program: '({ realtime }) => { realtime.pause(); }' }).catch(() => undefined);
      iframe.remove();
    },
  };
}

// node test/fuzz.mjs SECONDS [FIRST]: gives each parser of JavaScript's side whatever,
// for that long, with seeds from FIRST on, and prints a line for each.
import { fuzz, targets } from './support/fuzz.mjs';

const [seconds = '60', first = '1'] = process.argv.slice(2);
for (const name of Object.keys(targets)) {
  const end = performance.now() + 1000 * Number(seconds);
  let seed = Number(first);
  let failed = '';
  for (; performance.now() < end && !failed; seed += 1) {
    await fuzz(name, seed).catch((error) => {
      console.log(error.stack);
      failed = 'FAILED';
      process.exitCode = 1;
    });
  }
  console.log(`${`web: ${name}`.padEnd(60)} ${String(seed - Number(first)).padStart(10)} inputs in ${seconds.padStart(4)} s  ${failed || 'ok'}`);
}

// Measures both SDKs and a bare WebSocket side by side:
//   node bench/run.mjs [--rounds 5] [--only receive,send] [--json FILE]
// Each figure runs in a fresh page, the contenders in turn, in another order in
// each round. docs/performance.md says what the figures mean.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromePath } from '../test/support/browser.mjs';
import { Server } from '../test/support/server.mjs';
import { Chromium } from './chromium.mjs';
import { downloads, servePages } from './pages.mjs';
import { FIGURES, PAGES } from './plan.mjs';
import { summarize, table } from './report.mjs';
import { Sender } from './sender.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'string', default: fileURLToPath(new URL('out/bench.json', import.meta.url)) },
  },
});
const rounds = Number(options.rounds);
const only = options.only?.split(',');
const wanted = (figure) => !only || only.includes(figure);

/** Nothing takes longer, or something is wrong. */
const DEADLINE = 180_000;

const imserver = await new Server(['--log', 'warn']).start();
const sender = await new Sender().open(imserver.url);
let arrived;
let browser;
const pages = await servePages({
  '/conversation': ({ peer }) => sender.conversation(peer),
  '/flood': ({ cid, count }) => sender.flood(cid, Number(count)).then(() => 'done'),
  '/cpu': () => String(browser.cpu() ?? ''),
  '/result': (_, body) => arrived(JSON.parse(body)),
});

/** Opens an URL in Chromium and waits for what the page posts. */
function visit(open, path, parameters) {
  const query = new URLSearchParams({ ...parameters, server: imserver.url });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${path}?${query}: no result`)), DEADLINE);
    arrived = (result) => {
      clearTimeout(timer);
      if (result.error) reject(new Error(`${path}?${query}: ${result.error}`));
      else resolve(result.values);
      return '';
    };
    open(`${pages.url}/bench/page/${path}?${query}`);
  });
}

const samples = [];

async function measure(round, figure, contender) {
  const chromium = new Chromium();
  browser = chromium;
  try {
    const values = await visit((url) => chromium.open(url), 'index.html', { figure, contender });
    samples.push({ round, figure, contender, values });
  } finally {
    await chromium.close();
  }
}

/** A first visit with an empty profile; then two more, of which the last has all that caches hold. */
async function start(round, contender) {
  const chromium = new Chromium();
  const page = `start-${contender}.html`;
  try {
    for (const figure of ['start-cold', 'between', 'start-warm']) {
      const values = await visit((url) => chromium.open(url), page, { figure, contender });
      if (figure !== 'between') samples.push({ round, figure, contender, values });
      await chromium.end();
    }
  } finally {
    await chromium.close();
  }
}

/** The contenders of a round, each time another one first. */
function inTurn(contenders, round) {
  const first = round % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}

try {
  for (let round = 0; round < rounds; round += 1) {
    for (const figure of PAGES.filter(wanted)) {
      const { contenders } = FIGURES.find((f) => f.name === figure);
      for (const contender of inTurn(contenders, round)) {
        process.stderr.write(`\rround ${round + 1}/${rounds}: ${figure}, ${contender}          `);
        await measure(round, figure, contender);
      }
    }
    if (wanted('start')) for (const contender of inTurn(['official', 'ours'], round)) await start(round, contender);
  }
} finally {
  process.stderr.write('\n');
  sender.close();
  pages.close();
  await imserver.close();
}

const version = (name) => JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
const about = {
  chromium: execFileSync(chromePath(), ['--version'], { encoding: 'utf8' }).trim(),
  node: process.version,
  go: execFileSync('go', ['version'], { encoding: 'utf8' }).trim(),
  official: version('leancloud-realtime'),
  cpu: `${cpus().length} x ${cpus()[0].model}`,
  rounds,
};
const rows = summarize(samples);
const download = downloads();
console.log(table(rows));
console.log(`\ndownload, brotli -q 11: ours ${download.ours.toLocaleString('en')} bytes (goal <= 750,000), official ${download.official.toLocaleString('en')}`);
console.log(`${about.chromium}, ${about.go}, leancloud-realtime ${about.official}, ${about.cpu}, median of ${rounds} rounds`);
mkdirSync(new URL('out/', import.meta.url), { recursive: true });
writeFileSync(options.json, JSON.stringify({ about, download, rows, samples }, null, 2));

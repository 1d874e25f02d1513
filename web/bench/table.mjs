// Makes the table of docs/performance.md from what a run of run.mjs wrote:
//   node bench/table.mjs [out/bench.json]           prints it
//   node bench/table.mjs [out/bench.json] --write   puts it into docs/performance.md
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { number } from './report.mjs';

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean' } }, allowPositionals: true });
const file = positionals[0] ?? fileURLToPath(new URL('out/bench.json', import.meta.url));
const { about, download, rows } = JSON.parse(readFileSync(file, 'utf8'));

const cells = (list) => `| ${list.join(' | ')} |`;
const lines = [
  cells(['figure', 'official', 'ours', 'bare', 'compared', 'ratio', 'spread', 'goal', '']),
  cells(Array(9).fill('---')),
  ...rows.map((row) =>
    cells([
      `${row.label} (${row.unit})`,
      number(row.medians.official),
      number(row.medians.ours),
      number(row.medians.bare),
      row.ratio === 'none' ? 'ours' : row.ratio,
      number(row.value),
      row.spread.map(number).join(' to '),
      row.aim,
      row.met === undefined ? '' : row.met ? 'met' : 'missed',
    ]),
  ),
  cells([
    'download (bytes, brotli -q 11)',
    number(download.official),
    number(download.ours),
    '',
    'ours',
    '',
    '',
    '<= 750,000',
    download.ours <= 750_000 ? 'met' : 'missed',
  ]),
  '',
  `${about.chromium}, ${about.go}, leancloud-realtime ${about.official}, ${about.cpu}; medians of ${about.rounds} rounds.`,
];
const text = lines.join('\n');

if (values.write) {
  const page = new URL('../../docs/performance.md', import.meta.url);
  const kept = readFileSync(page, 'utf8').split(/(<!-- figures -->|<!-- end of figures -->)/);
  if (kept.length !== 5) throw new Error('docs/performance.md has no place for the figures');
  writeFileSync(page, [kept[0], kept[1], `\n${text}\n`, kept[3], kept[4]].join(''));
} else {
  console.log(text);
}

// Medians, ratios and their spread.
import { FIGURES } from './plan.mjs';

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Ratios are taken round by round, so that a machine that slows down for a while slows both. */
function ratios({ ratio }, values) {
  const [above, below] = ratio.split('/');
  if (ratio === 'none') return values.ours;
  return values[above].map((value, round) => value / values[below][round]);
}

/** `samples` is a list of {round, figure, contender, values}. */
export function summarize(samples) {
  const rows = [];
  for (const figure of FIGURES) {
    const values = {};
    for (const contender of figure.contenders) {
      values[contender] = samples
        .filter((s) => s.figure === figure.name && s.contender === contender)
        .sort((a, b) => a.round - b.round)
        .map((s) => s.values[figure.value]);
    }
    if (!values.ours?.length) continue;
    const all = ratios(figure, values);
    const value = median(all);
    rows.push({
      label: figure.label,
      unit: figure.unit,
      medians: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, median(list)])),
      ratio: figure.ratio,
      value,
      spread: [Math.min(...all), Math.max(...all)],
      aim: figure.aim,
      met: figure.goal(value),
    });
  }
  return rows;
}

export const number = (n) => (n === undefined ? '' : n >= 1000 ? Math.round(n).toLocaleString('en') : n.toPrecision(3));

export function table(rows) {
  const lines = [['figure', 'official', 'ours', 'bare', 'compared', 'ratio', 'spread', 'goal', '']];
  for (const row of rows) {
    lines.push([
      `${row.label} (${row.unit})`,
      number(row.medians.official),
      number(row.medians.ours),
      number(row.medians.bare),
      row.ratio === 'none' ? 'ours' : row.ratio,
      number(row.value),
      row.spread.map(number).join(' to '),
      row.aim,
      row.met === undefined ? '' : row.met ? 'met' : 'MISSED',
    ]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const left = new Set([0, 4, 6, 7, 8]);
  return lines
    .map((line) => line.map((cell, c) => (left.has(c) ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ').trimEnd())
    .join('\n');
}

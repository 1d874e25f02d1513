import type { Entry } from '../entry.js';
import { dayKey, dayName } from '../format.js';
import type { MessageItem } from './message-row.js';

/** A line between two days, or above what is new. */
export interface DividerItem {
  type: 'day' | 'new';
  key: string;
  text: string;
}

export type LayoutItem = MessageItem | DividerItem;

/** Messages of one person closer together than this belong to one group, in ms. */
const GROUP = 5 * 60_000;

/** Puts separators between messages and groups what one person said in a row. */
export function layOut(
  entries: readonly Entry[],
  options: { named: boolean; firstNew: string | undefined; now: number },
): LayoutItem[] {
  const items: LayoutItem[] = [];
  const newestSent = entries.findLast(({ own, status }) => own && status === 'sent');
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    const after = entries[index + 1];
    const newDay = !before || dayKey(before.at) !== dayKey(entry.at);
    const isFirstNew = entry.key === options.firstNew;
    if (newDay) items.push({ type: 'day', key: `day/${dayKey(entry.at)}`, text: dayName(entry.at, options.now) });
    if (isFirstNew) items.push({ type: 'new', key: 'new', text: 'New messages' });
    items.push({
      type: 'message',
      key: `message/${entry.key}`,
      entry,
      named: options.named,
      first: newDay || isFirstNew || !together(before, entry),
      last: !after || after.key === options.firstNew || !together(entry, after),
      confirmed: entry === newestSent && entry === entries.at(-1),
    });
  });
  return items;
}

function together(a: Entry, b: Entry): boolean {
  const close = a.from === b.from && b.at - a.at < GROUP && dayKey(a.at) === dayKey(b.at);
  return close && a.status !== 'failed' && b.status !== 'failed';
}

const LOCALE = 'en';
const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'long' });
const shortWeekday = new Intl.DateTimeFormat(LOCALE, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const fullDay = new Intl.DateTimeFormat(LOCALE, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const withYear = new Intl.DateTimeFormat(LOCALE, {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const complete = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'medium' });

/** Whole days from the local day of `at` to the local day of `now`. */
function daysAgo(at: number, now: number): number {
  const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

/** A key that is equal for two times of the same local day. */
export function dayKey(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** "14:05" */
export function clock(at: number): string {
  return time.format(at);
}

/** "Today", "Yesterday", "Monday", "Monday, November 16", "November 16, 2024" */
export function dayName(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days > 1 && days < 7) return weekday.format(at);
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return fullDay.format(at);
  return withYear.format(at);
}

/** What fits beside a name in a list: "14:05", "Mon", "Nov 16". */
export function shortTime(at: number, now: number): string {
  const days = daysAgo(at, now);
  if (days <= 0) return clock(at);
  return days < 7 ? shortWeekday.format(at) : dayMonth.format(at);
}

/** Date and time to the second, for a tooltip. */
export function exactTime(at: number): string {
  return complete.format(at);
}

/** "3 members", "1 member" */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

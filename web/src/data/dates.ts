/** What the API accepts where it keeps a Date. */
export type DateLike = Date | number | string | EncodedDate;

/** A Date as JSON carries it. */
export interface EncodedDate {
  __type: 'Date';
  iso: string;
}

/**
 * A Date from milliseconds, an ISO string or an encoded Date. null, undefined
 * and 0 stay what they are, so that "never" is not the year 1970.
 */
export function decodeDate(value: unknown): any {
  if (!value) return value;
  if (typeof value === 'string' || typeof value === 'number') return new Date(value);
  const encoded = value as Partial<EncodedDate>;
  if (encoded.__type === 'Date' && encoded.iso) return new Date(encoded.iso);
  return value;
}

/** What to compare a time by, rather than by itself: comparing Dates takes many times as long. */
export function comparable(time: unknown): any {
  return time instanceof Date ? time.getTime() : time;
}

/** Milliseconds of a Date; undefined for anything else. */
export function getTime(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() : undefined;
}

/** Whether value is an object made by a literal, JSON.parse or Object.create(null). */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** value as an array: an array as it is, nothing as [], anything else as [value]. */
export function ensureArray<T>(value: T | T[] | null | undefined): T[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** A copy without the keys whose value is undefined, at every depth of plain objects. */
export function omitUndefined(value: unknown): any {
  if (!isPlainObject(value)) return value;
  const copy: Record<string, unknown> = {};
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i]!;
    const each = value[key];
    if (each !== undefined) copy[key] = typeof each === 'object' ? omitUndefined(each) : each;
  }
  return copy;
}

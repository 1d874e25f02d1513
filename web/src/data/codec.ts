import type { EncodedDate } from './dates';
import { isPlainObject } from './plain';

/** value with every Date in it, at any depth, as JSON carries it. */
export function encode(value: unknown): unknown {
  if (value instanceof Date) return { __type: 'Date', iso: value.toJSON() } satisfies EncodedDate;
  if (Array.isArray(value)) return value.map(encode);
  if (isPlainObject(value)) return mapValues(value, encode);
  return value;
}

/** The inverse of encode. */
export function decode(value: unknown): any {
  if (!value) return value;
  if (Array.isArray(value)) return value.map(decode);
  if (!isPlainObject(value)) return value;
  if (value.__type === 'Date' && typeof value.iso === 'string') return new Date(value.iso);
  return mapValues(value, decode);
}

function mapValues(object: Record<string, unknown>, map: (value: unknown) => unknown): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(object)) define(result, key, map(object[key]));
  return result;
}

/** Sets an own property, also where its name is `__proto__`. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

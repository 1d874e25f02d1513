import type { EncodedDate } from './dates';
import { isPlainObject } from './plain';

/** How deep data may nest. */
const DEEPEST = 512;

/** value with every Date in it, at any depth, as JSON carries it. Throws a TypeError when it contains itself, or nests too deep. */
export function encode(value: unknown): unknown {
  return encodeWithin(value, 0);
}

function encodeWithin(value: unknown, depth: number): unknown {
  if (depth > DEEPEST) throw new TypeError('a value contains itself, or nests too deep');

  if (value instanceof Date) return { __type: 'Date', iso: value.toJSON() } satisfies EncodedDate;
  const inner = (each: unknown): unknown => encodeWithin(each, depth + 1);
  if (Array.isArray(value)) return value.map(inner);
  if (isPlainObject(value)) return mapValues(value, inner);
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
export function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}

// Dotted paths into conversation attributes: 'attr.topics.0'.
import { define } from './codec';

type Tree = Record<string, unknown>;

/** Parts that would reach a prototype are refused by writes. */
const unsafe = (part: string): boolean => part === '__proto__' || part === 'constructor' || part === 'prototype';

/** The value at a dotted path, or undefined; what objects inherit is none. A key that itself holds dots wins. */
export function getPath(target: unknown, path: string): unknown {
  if (typeof target !== 'object' || target === null || typeof path !== 'string') return undefined;
  if (Object.hasOwn(target, path)) return (target as Tree)[path];
  let value: unknown = target;
  for (const part of path.split('.')) {
    if (value === null || value === undefined || !Object.hasOwn(value, part)) return undefined;
    value = (value as Tree)[part];
  }
  return value;
}

/** Sets the value at a dotted path, making objects on the way. Returns target. */
export function setPath<T extends object>(target: T, path: string, value: unknown): T {
  const parts = path.split('.');
  if (parts.some(unsafe)) throw new TypeError(`attribute name [${path}] is not allowed`);
  let node = target as Tree;
  for (const part of parts.slice(0, -1)) {
    const child = node[part];
    if (typeof child !== 'object' || child === null) node[part] = {};
    node = node[part] as Tree;
  }
  node[parts.at(-1)!] = value;
  return target;
}

/** A deep copy of plain objects and arrays; Dates are copied, anything else is shared. */
export function clone<T>(value: T): T {
  if (value instanceof Date) return new Date(value) as T;
  if (Array.isArray(value)) return value.map(clone) as T;
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Tree = {};
  for (const key of Object.keys(value)) define(copy, key, clone((value as Tree)[key]));
  return copy as T;
}

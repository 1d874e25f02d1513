// Arguments are checked before anything is done with them. Each check throws a
// TypeError that names the argument.

/** The longest time that a Date holds, in milliseconds. */
const LAST_TIME = 8.64e15;

/** Throws unless value is text. */
export function checkString(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${name} ${show(value)} is not a string`);
}

/** A copy of an array of texts. Throws when value is something else. */
export function checkStrings(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw new TypeError(`${name} ${show(value)} is not an array`);
  if (!value.length) return [];
  // Array.from visits the holes of a sparse array too.
  return Array.from(value as unknown[], (each, i) => {
    checkString(`${name}[${i}]`, each);
    return each;
  });
}

/** Throws unless value is an integer of 32 bits, or none. */
export function checkInteger(name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number' || (value | 0) !== value) throw new TypeError(`${name} ${show(value)} is not an integer`);
}

/** Throws unless value is milliseconds of a time, or none. */
export function checkTime(name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number' || !(Math.abs(value) <= LAST_TIME)) {
    throw new TypeError(`${name} ${show(value)} is not a time`);
  }
}

/** A number of seconds, given as a number or as text. Throws when value is neither. */
export function checkSeconds(name: string, value: unknown): number {
  const seconds = typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
  if (!(Math.abs(seconds) < 2 ** 31)) throw new TypeError(`${name} ${show(value)} is not a number of seconds`);
  return seconds;
}

/** Throws when there is no value, of which properties are read. */
export function checkGiven(name: string, value: unknown): void {
  if (value === undefined || value === null) throw new TypeError(`${name} ${show(value)} is not an object`);
}

/** Throws unless value is an object, of which properties are read. */
export function checkObject(name: string, value: unknown): asserts value is object {
  if (typeof value !== 'object' || value === null) throw new TypeError(`${name} ${show(value)} is not an object`);
}

/** How much of a value an error shows. */
const SHOWN = 200;

/** A value for the text of an error: as String has it, where it has. Never throws. */
export function show(value: unknown): string {
  try {
    const text = String(value);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
  } catch {
    return Array.isArray(value) ? 'an array' : 'an object';
  }
}

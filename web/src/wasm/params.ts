type Plain = string | number | boolean | null | undefined;

/**
 * A copy of an operation's parameters. The core reads them while it runs, when
 * no getter and no proxy of the application's may: throws a TypeError for what
 * is no plain data, and what a getter throws.
 */
export function plainParams(params: object): object {
  const copy: Record<string, Plain | Plain[]> = {};
  for (const [name, value] of Object.entries(params) as [string, unknown][]) {
    copy[name] = Array.isArray(value) ? Array.from(value, (each) => plain(name, each)) : plain(name, value);
  }
  return copy;
}

function plain(name: string, value: unknown): Plain {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
  }
  if (value === null) return value;
  throw new TypeError(`${name} must not be a ${typeof value}`);
}

// Turns what an SDK gives into plain data that two SDKs can be compared by:
// ids and times become what they are rather than which.
const ID = /^(?:[0-9a-f]{24}|[\w+-]{22}|[0-9a-f]{8}-[0-9a-f-]{27}|_tmp:.+)$/;

/** Plain data about any value. `names` maps client ids to stand-ins. */
export function facts(value, names = {}) {
  const of = (each) => facts(each, names);
  if (value === undefined) return '(undefined)';
  if (value instanceof Date) return '(Date)';
  if (typeof value === 'symbol') return String(value);
  if (typeof value === 'string') return names[value] ?? (ID.test(value) ? '(id)' : value);
  if (typeof value === 'number') return value > 1e12 ? '(milliseconds)' : value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)];
  if (value instanceof Error) {
    const { name, message, code, appCode } = value;
    return { error: value.constructor.name, name, message: of(message), code, appCode };
  }
  if (Array.isArray(value)) return value.map(of);
  if (typeof value.toJSON === 'function') return { is: value.constructor.name, ...of(value.toJSON()) };
  // Columns of the row that the official SDK shows among the attributes, and ours does not;
  // and what is only there until the row was read anew, which is a matter of time.
  const hidden = /^(unique|conv_type|bin|msg|msg_\w+)$/;
  const entries = Object.entries(value).filter(([key]) => !hidden.test(key));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, of(each)]));
}

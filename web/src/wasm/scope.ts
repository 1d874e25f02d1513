/**
 * What Go sees as the global object: the page's own, with what Go's loader and
 * the core put there kept apart, so that a page which loads the package finds
 * nothing new on its window. (A `process` there makes other libraries believe
 * that they run in Node.)
 */
export function makeScope(own: Record<string, unknown>): typeof globalThis {
  const mine = new Map<PropertyKey, unknown>(Object.entries(own));
  return new Proxy(globalThis, {
    has: (page, name) => mine.has(name) || name in page,
    // No receiver: the page's accessors want the page's object.
    get: (page, name) => (mine.has(name) ? mine.get(name) : Reflect.get(page, name)),
    set: (_, name, value) => {
      mine.set(name, value);
      return true;
    },
    deleteProperty: (_, name) => {
      mine.delete(name);
      return true;
    },
  });
}

/** The part of Node's fs that a Go program writes its output with: lines go to `line`. */
export function makeOutput(line: (text: string) => void): object {
  const utf8 = new TextDecoder();
  let pending = '';
  const notImplemented = (...args: unknown[]): void => {
    const callback = args.at(-1) as (error: Error) => void;
    callback(Object.assign(new Error('not implemented'), { code: 'ENOSYS' }));
  };
  const output: Record<string, unknown> = {
    constants: { O_WRONLY: -1, O_RDWR: -1, O_CREAT: -1, O_TRUNC: -1, O_APPEND: -1, O_EXCL: -1, O_DIRECTORY: -1 },
    writeSync(_fd: number, bytes: Uint8Array): number {
      const lines = (pending + utf8.decode(bytes, { stream: true })).split('\n');
      pending = lines.pop()!;
      lines.forEach(line);
      return bytes.length;
    },
    write(fd: number, bytes: Uint8Array, _o: number, _l: number, _p: null, done: (e: null, n: number) => void): void {
      done(null, (this as unknown as { writeSync(fd: number, b: Uint8Array): number }).writeSync(fd, bytes));
    },
    fsync: (_fd: number, done: (error: null) => void) => done(null),
  };
  const rest =
    'chmod chown close fchmod fchown fstat ftruncate lchown link lstat mkdir open read readdir readlink rename rmdir stat symlink truncate unlink utimes';
  for (const name of rest.split(' ')) output[name] = notImplemented;
  return output;
}

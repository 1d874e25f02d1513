/** Lets `await using` close the objects of a class, where there is such a thing. */
export function disposeByClosing(target: { prototype: { close(): Promise<void> } }): void {
  if (!Symbol.asyncDispose) return;
  Object.defineProperty(target.prototype, Symbol.asyncDispose, {
    configurable: true,
    writable: true,
    value(this: { close(): Promise<void> }): Promise<void> {
      return this.close();
    },
  });
}

// Which of an SDK's public methods a run of the cases calls.

/** Not classes of the SDK's own. */
const OTHERS = new Set(['Promise', 'IE10Compatible', 'Protocals', 'Protocols']);

/**
 * Notes each method, static or not, and each accessor of the classes that copies of an SDK
 * export, and of the clients that they make, when it is called.
 */
export class Calls {
  #called = new Map(); // by name; whether it was
  #seen = new WeakSet(); // prototypes

  /** Watches a copy of the SDK and returns it. */
  watch(sdk) {
    const wrappers = new Map(); // one function may have two names
    const classes = new Set(Object.values(sdk));
    for (const [name, exported] of Object.entries(sdk)) {
      if (typeof exported !== 'function' || OTHERS.has(name)) continue;
      if (exported.prototype) this.#wrapAll(`${name}#`, exported.prototype, wrappers, classes);
      this.#wrap(`${name}.`, exported, wrappers, classes);
    }
    const { prototype } = sdk.Realtime;
    const { createIMClient } = prototype;
    const calls = this;
    prototype.createIMClient = async function (...args) {
      const client = await createIMClient.apply(this, args);
      calls.#wrapAll('IMClient#', Object.getPrototypeOf(client), wrappers, classes);
      return client;
    };
    return sdk;
  }

  /** How many there are. */
  get size() {
    return this.#called.size;
  }

  /** Those that were never called. */
  get missing() {
    return [...this.#called].filter(([, called]) => !called).map(([name]) => name).toSorted();
  }

  /** Wraps what is inherited too, from classes that are not exported. */
  #wrapAll(name, holder, wrappers, classes) {
    for (let each = holder; each && each !== Object.prototype; each = Object.getPrototypeOf(each)) {
      if (this.#seen.has(each)) continue;
      this.#seen.add(each);
      this.#wrap(name, each, wrappers, classes);
    }
  }

  #wrap(name, holder, wrappers, classes) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(holder))) {
      if (key.startsWith('_') || key === 'constructor' || key === 'prototype' || !property.configurable) continue;
      const part = ['value', 'get'].find((each) => typeof property[each] === 'function');
      // A class that is a property is watched where it is exported.
      if (!part || classes.has(property[part])) continue;
      const label = name + key;
      if (!this.#called.has(label)) this.#called.set(label, false);
      Object.defineProperty(holder, key, { ...property, [part]: this.#noting(property[part], label, wrappers) });
    }
  }

  #noting(method, label, wrappers) {
    const called = this.#called;
    const known = wrappers.get(method);
    if (known) {
      known.labels.push(label);
      return known.wrapper;
    }
    const labels = [label];
    const wrapper = function (...args) {
      for (const each of labels) called.set(each, true);
      return new.target ? Reflect.construct(method, args, new.target) : method.apply(this, args);
    };
    for (const key of ['name', 'length']) Object.defineProperty(wrapper, key, { value: method[key], configurable: true });
    wrappers.set(method, { wrapper, labels });
    return wrapper;
  }
}

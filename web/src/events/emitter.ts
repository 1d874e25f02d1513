// Compiled to ES5, so that EventEmitter.call(this) works in constructors that
// are not native classes.

/** A function that is called with an event's payload. */
export type Listener = (...args: any[]) => unknown;

interface Registration {
  readonly listener: Listener;
  readonly context: unknown;
  readonly once: boolean;
}

type Name = string | symbol;

/** Events that any emitter may have besides the typed ones. */
export type AnyEvents = Record<never, never>;

/** Set by announce() for exactly the next emission. */
let isolated = false;

/**
 * Keeps listeners by event name and calls them, synchronously and in the order
 * of their registration. Listeners that are added or removed during an
 * emission take effect from the next one.
 *
 * `Events` maps event names to the tuple of their arguments.
 */
export class EventEmitter<Events extends object = AnyEvents> {
  /** @internal */
  declare _events: Map<Name, Registration[]> | undefined;

  /** Adds a listener to the end of the event's list. `context` is `this` in the listener; by default the emitter is. */
  on<K extends keyof Events>(event: K, listener: (...args: Events[K] & any[]) => unknown, context?: unknown): this;
  on(event: Name, listener: Listener, context?: unknown): this;
  on(event: any, listener: any, context?: unknown): this {
    return this._listen(event, listener, context, false);
  }

  /** Adds a listener that is called for the next such event only. */
  once<K extends keyof Events>(event: K, listener: (...args: Events[K] & any[]) => unknown, context?: unknown): this;
  once(event: Name, listener: Listener, context?: unknown): this;
  once(event: any, listener: any, context?: unknown): this {
    return this._listen(event, listener, context, true);
  }

  /**
   * Removes the event's listeners that match: all when no listener is given,
   * else those that are this function (and have this context, and are one-time
   * listeners, where given).
   */
  off<K extends keyof Events>(event: K, listener?: Listener, context?: unknown, once?: boolean): this;
  off(event: Name, listener?: Listener, context?: unknown, once?: boolean): this;
  off(event: any, listener?: Listener, context?: unknown, once?: boolean): this {
    const registered = this._events && this._events.get(event);
    if (!registered) return this;
    const kept = registered.filter(
      (entry) =>
        listener &&
        (entry.listener !== listener || (once && !entry.once) || (context && entry.context !== context)),
    );
    return this._replace(event, kept);
  }

  /**
   * Calls the event's listeners with the arguments. Returns whether there were
   * any. What a listener throws, `emit` throws: the later ones are not called.
   */
  emit<K extends keyof Events>(event: K, ...args: Events[K] & any[]): boolean;
  emit(event: Name, ...args: any[]): boolean;
  emit(event: any, ...args: any[]): boolean {
    const isolate = isolated;
    isolated = false;
    return fire(this, event, args, isolate);
  }

  /** The event's listeners, in order. */
  listeners(event: keyof Events | Name): Listener[] {
    const registered = this._events && this._events.get(event as Name);
    return registered ? registered.map((entry) => entry.listener) : [];
  }

  /** How many listeners the event has. */
  listenerCount(event: keyof Events | Name): number {
    const registered = this._events && this._events.get(event as Name);
    return registered ? registered.length : 0;
  }

  /** The events that have listeners. */
  eventNames(): Name[] {
    const names: Name[] = [];
    if (this._events) this._events.forEach((_, name) => names.push(name));
    return names;
  }

  /** Removes all listeners, of one event when it is given. */
  removeAllListeners(event?: keyof Events | Name): this {
    if (event === undefined) {
      this._events = undefined;
      this._listenersChanged();
      return this;
    }
    return this._replace(event as Name, []);
  }

  /** The same as `on`. */
  addListener(event: Name, listener: Listener, context?: unknown): this {
    return this._listen(event, listener, context, false);
  }

  /** The same as `off`. */
  removeListener(event: Name, listener?: Listener, context?: unknown, once?: boolean): this {
    return this.off(event, listener, context, once);
  }

  /** @internal Called after the set of listeners changed. */
  _listenersChanged(): void {}

  /** @internal */
  _listen(event: Name, listener: Listener, context: unknown, once: boolean): this {
    if (typeof listener !== 'function') throw new TypeError('The listener must be a function');
    const entry: Registration = { listener, context: context || this, once };
    const events = this._events || (this._events = new Map());
    events.set(event, (events.get(event) || []).concat(entry));
    this._listenersChanged();
    return this;
  }

  /** @internal */
  _replace(event: Name, kept: Registration[]): this {
    const events = this._events;
    if (!events) return this;
    if (kept.length) events.set(event, kept);
    else events.delete(event);
    this._listenersChanged();
    return this;
  }
}

function fire(emitter: EventEmitter<any>, event: Name, args: unknown[], isolate: boolean): boolean {
  const registered = emitter._events && emitter._events.get(event);
  if (!registered) return false;
  for (let i = 0; i < registered.length; i += 1) {
    const entry = registered[i]!;
    if (entry.once) emitter.off(event, entry.listener, undefined, true);
    if (isolate) {
      try {
        entry.listener.apply(entry.context, args);
      } catch (error) {
        report(error);
      }
    } else {
      entry.listener.apply(entry.context, args);
    }
  }
  return true;
}

/**
 * Emits for the library itself: a listener that throws is reported and the
 * others still run, so that one faulty listener cannot stop the messages.
 */
export function announce(emitter: EventEmitter<any>, event: string, ...args: unknown[]): boolean {
  if (emitter.emit === EventEmitter.prototype.emit) return fire(emitter, event, args, true);
  isolated = true;
  try {
    return emitter.emit(event, ...args);
  } catch (error) {
    // Only an emit() that an application put in our place can throw here.
    report(error);
    return true;
  } finally {
    isolated = false;
  }
}

/** Reports what nobody can catch, as the page's own uncaught errors are. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error);
  else console.error(error);
}

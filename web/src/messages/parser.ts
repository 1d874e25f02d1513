import { chain, type MaybePromise } from '../data/maybe';
import { ensureArray, isPlainObject } from '../data/plain';
import { applyMiddlewares } from '../plugins/middleware';
import type { Plugin } from '../plugins/plugin';
import type { TypeCheck } from './decorators';
import type { AVMessage, Message, MessageConstructor } from './message';
import { nameNext } from './name';

interface MessageClass {
  validate(content: unknown): unknown;
  parse(content: unknown): unknown;
}

/** Makes messages of their content: asks the registered classes, those registered later first. */
export class MessageParser {
  /** @internal */
  readonly _plugins: Plugin;
  /** @internal */
  readonly _messageClasses: MessageClass[] = [];

  /** `plugins` gives message classes and the middlewares around parsing. */
  constructor(plugins: Plugin = {}) {
    this._plugins = plugins;
    this.register(plugins.messageClasses);
  }

  /** Registers a message class, or several. Throws a TypeError for what is not a message class. */
  register(messageClasses?: MessageConstructor | MessageConstructor[]): void {
    for (const messageClass of ensureArray(messageClasses) as any[]) {
      if (!messageClass?.parse || !messageClass.prototype?.getPayload) throw new TypeError('Invalid messageClass');
      this._messageClasses.unshift(messageClass);
    }
  }

  /**
   * The message for a content: an object, JSON text, other text or an
   * ArrayBuffer. Rejects when no class knows the content or a plugin throws.
   */
  async parse<T extends AVMessage = Message>(source: object | string | any): Promise<T> {
    return (await this._read(source)) as unknown as T;
  }

  /**
   * @internal The same, at once when no middleware is asynchronous. Throws at once, too.
   * The message is made with the id and the time, where they are given, and need not make up its own.
   */
  _read(source: unknown, id = '', timestamp = 0): MaybePromise<Message> {
    const { beforeMessageParse, afterMessageParse } = this._plugins;
    const content = tryParseJSON(source);
    // Nobody else has seen what was just made of text: one class may have it, and others get it made anew.
    const parsed = beforeMessageParse
      ? chain(applyMiddlewares(ensureArray(beforeMessageParse), content), (decorated) => this.#match(decorated, undefined, id, timestamp))
      : this.#match(content, typeof source === 'string' ? source : undefined, id, timestamp);
    if (!afterMessageParse) return parsed as MaybePromise<Message>;
    return chain(parsed, (message) => applyMiddlewares(ensureArray(afterMessageParse), message)) as MaybePromise<Message>;
  }

  /** A class may change what it is given without spoiling it for the next one: it gets a copy, or what `text` says. */
  #match(content: unknown, text: string | undefined, id: string, timestamp: number): AVMessage {
    const plain = isPlainObject(content);
    const own = plain ? content._lctype : undefined;
    let fresh = text === undefined ? undefined : content;
    for (const messageClass of this._messageClasses) {
      const type = (messageClass.validate as TypeCheck)?._type;
      if (plain && type !== undefined && own !== type) continue;
      let copy = content;
      if (plain) {
        copy = fresh ?? (text === undefined ? { ...content } : JSON.parse(text));
        fresh = undefined;
      }
      if (!accepts(messageClass, copy)) continue;
      try {
        nameNext(id, timestamp);
        const message = messageClass.parse(copy);
        if (message !== undefined) return message as AVMessage;
      } catch (error) {
        console.warn('parsing a valid message content error', { error, Klass: messageClass, content: copy });
      } finally {
        nameNext('', 0);
      }
    }
    throw new Error('No Message Class matched');
  }
}

/** A class's validate may throw on content that it does not expect: that is a no. */
function accepts(messageClass: MessageClass, content: unknown): boolean {
  try {
    return Boolean(messageClass.validate(content));
  } catch {
    return false;
  }
}

function tryParseJSON(source: unknown): unknown {
  if (typeof source !== 'string') return source;
  try {
    return JSON.parse(source);
  } catch {
    return source;
  }
}

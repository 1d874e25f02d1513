// What a case gave, as plain data that two SDKs can be compared by: ids and
// times become what they are rather than which, but the same one stays the same.
const FORMS = [
  ['object', /^[0-9a-f]{24}$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/],
  ['message', /^(?=.*[A-Z0-9])[\w+-]{22}$/],
  ['temporary', /^_tmp:[\w+/=-]+$/],
];

// Columns that the server's row of a conversation has and programs do not ask for.
const HIDDEN = /^(conv_type|bin|msg|msg_\w+|uniqueId)$/;

const MESSAGE = [
  'id', 'cid', 'from', 'timestamp', 'deliveredAt', 'updatedAt', 'status',
  'mentionList', 'mentionedAll', 'mentioned', 'type', 'text', 'attributes', 'summary', 'content', 'buffer',
];
const CONVERSATION = [
  'id', 'name', 'members', 'creator', 'createdAt', 'updatedAt', 'transient', 'system', 'muted', 'mutedMembers',
  'lastMessageAt', 'lastDeliveredAt', 'lastReadAt', 'unreadMessagesCount', 'unreadMessagesMentioned', 'lastMessage', 'expiredAt', 'expired',
];

const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);

/** Turns values into plain data; one for each run of a case. */
export class Transcript {
  #classes;
  #names = new Map();
  #ids = new Map();
  #counts = new Map();
  #objects = new Map();

  /** `sdk` knows its classes by the names that it exports them by. */
  constructor(sdk) {
    this.#classes = new Map(
      Object.entries(sdk)
        .filter(([, value]) => typeof value === 'function')
        .map(([name, value]) => [value, name]),
    );
  }

  /** From now on, this text is shown as a name. */
  name(text, name) {
    this.#names.set(text, `<${name}>`);
  }

  of(value) {
    switch (typeof value) {
      case 'undefined':
        return '(undefined)';
      case 'symbol':
        return String(value);
      case 'function':
        return '(function)';
      case 'string':
        return this.#text(value);
      case 'number':
        return value > 1e12 ? '(ms)' : Object.is(value, -0) || !Number.isFinite(value) ? `(${value})` : value;
      case 'object':
        return value === null ? null : this.#object(value);
      default:
        return value;
    }
  }

  #text(text) {
    const form = FORMS.find(([, pattern]) => pattern.test(text));
    if (form) return this.#id(form[0], text);
    let shown = text;
    for (const [known, name] of this.#names) shown = shown.replaceAll(known, name);
    return shown.replace(/\b[0-9a-f]{24}\b/g, (id) => this.#id('object', id)).replace(/\b1\d{12}\b/g, '(ms)');
  }

  #id(kind, text) {
    if (!this.#ids.has(text)) {
      const n = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, n);
      this.#ids.set(text, `<${kind} ${n}>`);
    }
    return this.#ids.get(text);
  }

  #object(value) {
    const kind = kindOf(value);
    if (kind === 'Date') return Number.isNaN(value.getTime()) ? '(invalid Date)' : '(Date)';
    if (kind === 'Array') return value.map((each) => this.of(each));
    if (kind === 'ArrayBuffer') return { bytes: [...new Uint8Array(value)] };
    if (kind === 'RegExp') return String(value);
    if (kind === 'Error' || (typeof value.stack === 'string' && 'message' in value)) return this.#error(value);
    if (kind === 'Map') return { map: [...value].map((each) => this.of(each)) };
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null || Object.getPrototypeOf(prototype) === null) {
      // A key without a value is as good as none.
      return this.#entries(value, Object.keys(value).filter((key) => value[key] !== undefined));
    }
    return this.#instance(value);
  }

  #error(error) {
    const shown = { error: /^(Type|Range|Syntax|Reference)Error$/.test(error.constructor.name) ? error.constructor.name : 'Error', name: this.of(error.name), message: this.of(error.message) };
    for (const key of ['code', 'appCode', 'appMsg', 'detail', 'clientIds']) {
      if (error[key] !== undefined && error[key] !== null) shown[key] = this.of(error[key]);
    }
    return shown;
  }

  #entries(value, keys) {
    const shown = {};
    for (const key of keys.filter((each) => !HIDDEN.test(each)).sort()) shown[key] = this.of(value[key]);
    // One case of its own says how it is without a mention of all.
    if (shown.mentionedAll === null) shown.mentionedAll = false;
    // In the official SDK it is there until a notice of the conversation comes.
    if (shown.unique === false) delete shown.unique;
    return shown;
  }

  /** An object of a class: the first time with its properties, then as the one that it is. */
  #instance(value) {
    const is = this.#classes.get(value.constructor) ?? value.constructor.name;
    const seen = this.#objects.get(value);
    if (seen) return seen;
    const n = (this.#counts.get(is) ?? 0) + 1;
    this.#counts.set(is, n);
    const self = `[${is} ${n}]`;
    this.#objects.set(value, self);
    if (typeof value.getPayload === 'function') return { is: self, ...this.#entries(value, MESSAGE) };
    if (typeof value.queryMessages === 'function') {
      return { is: self, ...this.#entries(value, CONVERSATION.filter((key) => key in value)) };
    }
    if (typeof value.createConversation === 'function') return { is: self, id: this.of(value.id) };
    return { is: self, ...this.#entries(value, Object.keys(value).filter((key) => !key.startsWith('_'))) };
  }
}

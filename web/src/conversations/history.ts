import { abortable, onAbort, type Abortable } from '../data/abort';
import { decodeBase64 } from '../data/base64';
import { checkInteger, checkString, checkTime } from '../data/check';
import type { Message } from '../messages/message';
import { MessageStatus } from '../messages/status';
import type { MessageJSON } from '../port';
import type { ConversationBase } from './base';

/** Which way a query of messages goes from its start. */
export const MessageQueryDirection = Object.freeze({
  NEW_TO_OLD: 1,
  OLD_TO_NEW: 2,
} as const);
export type MessageQueryDirection = (typeof MessageQueryDirection)[keyof typeof MessageQueryDirection];

/** Which messages of a history. Times are Dates or milliseconds. */
export interface MessagesQuery extends Abortable {
  /** From there on; now by default. */
  startTime?: Date | number;
  /** The message at startTime to begin at, among several of the same time. */
  startMessageId?: string;
  /** Whether the message at the start belongs to the result. */
  startClosed?: boolean;
  endTime?: Date | number;
  endMessageId?: string;
  endClosed?: boolean;
  /** How many at most: 20 by default, 100 by most servers. */
  limit?: number;
  /** Only typed messages of this type. */
  type?: number;
  /** Backwards from the start by default; forwards when the end lies later than the start. */
  direction?: MessageQueryDirection;
  /** @deprecated the same as startTime */
  beforeTime?: Date | number;
  /** @deprecated the same as startMessageId */
  beforeMessageId?: string;
  /** @deprecated the same as endTime */
  afterTime?: Date | number;
  /** @deprecated the same as endMessageId */
  afterMessageId?: string;
}

/** @internal */
export async function queryMessages(
  conversation: ConversationBase,
  options: MessagesQuery,
  signal: AbortSignal | undefined,
): Promise<Message[]> {
  const query = modern(options);
  const startTime = milliseconds(query.startTime);
  const endTime = milliseconds(query.endTime);
  checkTime('startTime', startTime);
  checkTime('endTime', endTime);
  if (query.startMessageId) checkString('startMessageId', query.startMessageId);
  if (query.endMessageId) checkString('endMessageId', query.endMessageId);
  checkInteger('limit', query.limit);
  checkInteger('type', query.type);
  if (query.startMessageId && !startTime) {
    throw new Error('query option startMessageId must be used with option startTime');
  }
  if (query.endMessageId && !endTime) {
    throw new Error('query option endMessageId must be used with option endTime');
  }
  const { direction = endTime! > startTime! ? MessageQueryDirection.OLD_TO_NEW : undefined } = query;
  const found = await conversation._call(
    'conversation.history',
    {
      startTime,
      startMessageId: query.startMessageId,
      startClosed: Boolean(query.startClosed),
      endTime,
      endMessageId: query.endMessageId,
      endClosed: Boolean(query.endClosed),
      limit: query.limit,
      type: query.type,
      oldToNew: direction === MessageQueryDirection.OLD_TO_NEW,
    },
    (result) => result.messages as MessageJSON[],
    { signal },
  );
  return Promise.all(found.map((json) => readMessage(conversation, json)));
}

function modern(options: MessagesQuery): MessagesQuery {
  const { beforeTime, beforeMessageId, afterTime, afterMessageId } = options;
  if (!(beforeTime || beforeMessageId || afterTime || afterMessageId)) return options;
  console.warn(
    'DEPRECATION: queryMessages options beforeTime, beforeMessageId, afterTime and afterMessageId are replaced by startTime, startMessageId, endTime and endMessageId.',
  );
  return {
    startTime: beforeTime,
    startMessageId: beforeMessageId,
    endTime: afterTime,
    endMessageId: afterMessageId,
    limit: options.limit,
  };
}

function milliseconds(time: Date | number | undefined): number | undefined {
  return time instanceof Date ? time.getTime() : time;
}

async function readMessage(conversation: ConversationBase, json: MessageJSON): Promise<Message> {
  const message = await conversation._client._readMessage(conversation.id, json);
  message.deliveredAt ??= null as unknown as undefined;
  let status: MessageStatus = MessageStatus.SENT;
  if (conversation.members.length === 2) {
    if (json.deliveredAt) {
      status = MessageStatus.DELIVERED;
      conversation._setLastDeliveredAt(json.deliveredAt);
    }
    if (json.readAt) conversation._setLastReadAt(json.readAt);
  }
  message._setStatus(status);
  return message;
}

/** @internal The content of a message that crossed in JSON. */
export function contentOf(json: MessageJSON): string | ArrayBuffer {
  return json.binary === undefined ? (json.text ?? '') : decodeBase64(json.binary);
}

/** Where an iterator of messages begins, and how many a page holds. */
export interface MessagesIteratorOptions {
  limit?: number;
  beforeTime?: Date;
  beforeMessageId?: string;
}

/**
 * Pages of a history, backwards. `next` may be called before the page before it
 * has come. A page that could not be had is asked for again by the next call.
 */
export class MessagesIterator {
  readonly #conversation: ConversationBase;
  readonly #options: MessagesIteratorOptions;
  #last: Promise<Message[]> | undefined;
  /** The last page that came. */
  #got: Promise<Message[]> | undefined;

  /** @internal */
  constructor(conversation: ConversationBase, options: MessagesIteratorOptions) {
    this.#conversation = conversation;
    this.#options = options;
  }

  /** The next page, ascending in time; `done` when there are no more after it. */
  async next(options?: Abortable): Promise<{ value: Message[]; done: boolean }> {
    return abortable(options, (signal) => this.#next(signal));
  }

  async #next(signal: AbortSignal | undefined): Promise<{ value: Message[]; done: boolean }> {
    const controller = signal && new AbortController();
    const given = controller && { signal: controller.signal };
    const coming = this.#last ? this.#last.then((page) => this.#after(page, given)) : this.#first(given);
    this.#last = coming;
    const forget = onAbort(signal, () => {
      // The page after it may be waited for.
      if (this.#last === coming) controller?.abort(signal?.reason);
    });
    let page: Message[];
    try {
      page = await coming;
    } catch (error) {
      // The next call asks for it again.
      if (this.#last === coming) this.#last = this.#got;
      throw error;
    } finally {
      forget();
    }
    this.#got = coming;
    return { value: [...page], done: page.length === 0 || this.#short(page) };
  }

  #first(given: Abortable | undefined): Promise<Message[]> {
    const { limit, beforeTime, beforeMessageId } = this.#options;
    return this.#conversation.queryMessages({ limit, startTime: beforeTime, startMessageId: beforeMessageId, ...given });
  }

  async #after(page: Message[], given: Abortable | undefined): Promise<Message[]> {
    const [oldest] = page;
    if (!oldest || this.#short(page)) return [];
    return this.#conversation.queryMessages({
      limit: this.#options.limit,
      startTime: oldest.timestamp,
      startMessageId: oldest.id,
      ...given,
    });
  }

  #short(page: Message[]): boolean {
    return this.#options.limit !== undefined && page.length < this.#options.limit;
  }
}

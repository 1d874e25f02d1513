import type { ConversationBase } from '../conversations/base';
import { comparable } from '../data/dates';
import { chain, isPromise, type MaybePromise } from '../data/maybe';
import { announce } from '../events/emitter';
import type { Message } from '../messages/message';
import { MessageStatus } from '../messages/status';
import { mayDispatch } from '../plugins/middleware';
import type { IncomingMessage } from '../port';
import type { IMClient } from './client';
import { countUnread } from './notices';

/** Something to do in a conversation's turn. Never rejects and never throws. */
type Job = () => MaybePromise<void>;

/**
 * Takes received messages through the application's pipeline: parse, with the
 * plugins around it, then the plugins' verdict, then the core's count, then
 * the events. One message at a time for each conversation, so that a slow
 * plugin cannot change their order; at once when nothing in it is asynchronous.
 * What happens to messages later waits its turn there too. Nothing is told any
 * more once the client is closed.
 */
export class Lanes {
  readonly #client: IMClient;
  /** What waits behind something that is being worked on. */
  readonly #busy = new Map<ConversationBase, Job[]>();

  constructor(client: IMClient) {
    this.#client = client;
  }

  receive(conversation: ConversationBase, incoming: IncomingMessage): void {
    incoming.port = this.#client._port;
    const waiting = this.#busy.size ? this.#busy.get(conversation) : undefined;
    if (waiting) waiting.push(() => this.#process(conversation, incoming));
    else if (!this.#client._over) this.#occupy(conversation, this.#process(conversation, incoming));
  }

  /** Does the job when all that came before it in the conversation is done: at once when there is nothing. */
  enqueue(conversation: ConversationBase, job: Job): void {
    const waiting = this.#busy.get(conversation);
    if (waiting) waiting.push(job);
    else this.#occupy(conversation, this.#run(job));
  }

  #occupy(conversation: ConversationBase, done: MaybePromise<void>): void {
    if (isPromise(done)) void this.#drain(conversation, done);
  }

  #run(job: Job): MaybePromise<void> {
    return this.#client._over ? undefined : job();
  }

  async #drain(conversation: ConversationBase, first: PromiseLike<void>): Promise<void> {
    const waiting: Job[] = [];
    this.#busy.set(conversation, waiting);
    await first;
    for (let next = waiting.shift(); next; next = waiting.shift()) await this.#run(next);
    this.#busy.delete(conversation);
  }

  /** Never rejects and never throws: a message that cannot be parsed is dropped with a warning. */
  #process(conversation: ConversationBase, incoming: IncomingMessage): MaybePromise<void> {
    try {
      const parsed = this.#client._messageParser._read(incoming.content, incoming.id, incoming.timestamp);
      const done = isPromise(parsed)
        ? parsed.then((message) => this.#decide(conversation, incoming, message))
        : this.#decide(conversation, incoming, parsed);
      return isPromise(done) ? done.then(undefined, (error: unknown) => this.#failed(conversation, incoming, error)) : done;
    } catch (error) {
      return this.#failed(conversation, incoming, error);
    }
  }

  #failed(conversation: ConversationBase, incoming: IncomingMessage, error: unknown): void {
    console.warn(`imclient: message ${incoming.id} was dropped:`, error);
    this.#drop(conversation, incoming);
  }

  #decide(conversation: ConversationBase, incoming: IncomingMessage, parsed: Message): MaybePromise<void> {
    const message = complete(this.#client, conversation, parsed, incoming);
    const { beforeMessageDispatch } = this.#client._plugins;
    if (!beforeMessageDispatch) return this.#commit(conversation, incoming, message);
    return chain(mayDispatch(beforeMessageDispatch, message, conversation), (yes) => {
      if (yes) return this.#commit(conversation, incoming, message);
      this.#drop(conversation, incoming);
      return undefined;
    });
  }

  #commit(conversation: ConversationBase, incoming: IncomingMessage, message: Message): MaybePromise<void> {
    if (this.#client._over) return undefined;
    conversation._saw(message);
    conversation.lastMessageAt = message.timestamp;
    // The core may have died meanwhile, and another one know nothing of the message.
    const port = incoming.port!;
    if (incoming.foretold && port.accept(conversation._handle, incoming.seq)) {
      if (incoming.counted) countUnread(this.#client, conversation, incoming.unread, incoming.mentioned);
      this.#dispatch(conversation, message);
      return undefined;
    }
    return port.commit(conversation._handle, incoming.seq, () => this.#dispatch(conversation, message));
  }

  #dispatch(conversation: ConversationBase, message: Message): void {
    announce(this.#client, 'message', message, conversation);
    announce(conversation, 'message', message);
  }

  #drop(conversation: ConversationBase, incoming: IncomingMessage): void {
    if (this.#client._over) return;
    incoming.port!.drop(conversation._handle, incoming.seq);
  }
}

function complete(
  client: IMClient,
  conversation: ConversationBase,
  message: Message,
  incoming: IncomingMessage,
): Message {
  // One by one: a list of them to assign from costs more than all of this.
  message.id = incoming.id;
  message.cid = conversation.id;
  if (comparable(message._timestamp) !== incoming.timestamp) message.timestamp = incoming.timestamp as unknown as Date;
  message.updatedAt = (incoming.patchTimestamp || null) as unknown as Date;
  message.from = incoming.from;
  message.mentionList = incoming.mentionList;
  message.mentionedAll = incoming.mentionAll;
  if (incoming.filled) message.filled = true;
  message._updateMentioned(client.id);
  message._setStatus(MessageStatus.SENT);
  return message;
}

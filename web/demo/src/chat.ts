import { contentOf } from './entry.js';
import type { Memory } from './memory.js';
import { Observable } from './observable.js';
import { Event, type Conversation, type Message } from './sdk.js';
import { Timeline } from './timeline.js';

/** How this page marks the conversations it creates, in their attribute `attr.demo`. */
export const LOBBY = 'lobby';
export const ROOM = 'room';

/** What the list shows of a conversation's newest message. */
export interface Preview {
  from: string;
  text: string;
  at: number;
}

/** A conversation in the list: with one person, or a room. */
export class Chat extends Observable {
  readonly timeline: Timeline;
  /** Text that was typed and not sent. */
  draft = '';
  #preview: Preview | null;
  #reading = false;

  constructor(
    readonly conversation: Conversation,
    readonly me: string,
    storage: Memory,
  ) {
    super();
    this.timeline = new Timeline(conversation, me, storage);
    this.#preview = conversation.lastMessage ? previewOf(conversation.lastMessage) : null;
    this.timeline.watch(() => this.#followTimeline());
    const receipts = (): void => this.timeline.showReceipts();
    conversation.on(Event.LAST_DELIVERED_AT_UPDATE, receipts);
    conversation.on(Event.LAST_READ_AT_UPDATE, receipts);
  }

  get id(): string {
    return this.conversation.id;
  }

  get mark(): unknown {
    return this.conversation.get('attr.demo') as unknown;
  }

  /** The other one, when this is a conversation of two. */
  get peer(): string | undefined {
    if (this.mark === ROOM || this.mark === LOBBY) return undefined;
    const { members } = this.conversation;
    return members.length === 2 ? members.find((member) => member !== this.me) : undefined;
  }

  get title(): string {
    return this.peer ?? (nameOf(this.conversation) || this.otherMembers.join(', ') || 'Just you');
  }

  get otherMembers(): string[] {
    return this.conversation.members.filter((member) => member !== this.me);
  }

  get unread(): number {
    return Number(this.conversation.unreadMessagesCount);
  }

  get preview(): Preview | null {
    return this.#preview;
  }

  /** When something was last said here; 0 for never. */
  get lastAt(): number {
    return this.#preview?.at ?? this.conversation.lastMessageAt?.getTime() ?? 0;
  }

  /** A message arrived from the server. */
  receive(message: Message): void {
    this.#preview = previewOf(message);
    if (this.timeline.loaded) this.timeline.receive(message);
    this.changed();
  }

  /** Asks how far the other person is; what comes later is told. */
  async fetchReceipts(): Promise<void> {
    if (this.peer === undefined) return;
    await this.conversation.fetchReceiptTimestamps();
    this.timeline.showReceipts();
  }

  /** Marks everything as read, here and on the server. */
  async read(): Promise<void> {
    if (this.unread === 0 || this.#reading) return;
    this.#reading = true;
    try {
      await this.conversation.read();
      this.changed();
    } finally {
      this.#reading = false;
    }
  }

  /** Takes over what changed in the conversation's own properties. */
  touch(): void {
    const { lastMessage } = this.conversation;
    if (lastMessage && lastMessage.timestamp.getTime() > this.lastShown) {
      this.#preview = previewOf(lastMessage);
    }
    this.changed();
  }

  private get lastShown(): number {
    return this.#preview?.at ?? 0;
  }

  #followTimeline(): void {
    const last = this.timeline.last;
    if (!last || last.at < this.lastAt) return;
    this.#preview = { from: last.from, text: last.text, at: last.at };
    this.changed();
  }
}

/** A conversation's name; empty when it has none, or something else in its place. */
export function nameOf(conversation: Conversation): string {
  const name: unknown = conversation.name;
  return typeof name === 'string' ? name : '';
}

function previewOf(message: Message): Preview {
  return { from: message.from, text: contentOf(message).text, at: message.timestamp.getTime() };
}

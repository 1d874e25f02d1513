import { Chat, LOBBY, ROOM } from './chat.js';
import { joinLobby } from './lobby.js';
import type { Memory } from './memory.js';
import { Observable } from './observable.js';
import { Event, type Conversation, type IMClient, type Message } from './sdk.js';

/** Conversations loaded at login, those with the newest messages first. */
const CHATS = 100;

/** Told of each message that arrives and was not sent from this tab. */
export type Incoming = (chat: Chat, message: Message) => void;

/** Everything the list at the left shows: the chats of this user, and the people. */
export class Directory extends Observable {
  readonly #chats = new Map<string, Chat>();
  #lobby: Chat | null = null;
  #loaded = false;
  #loading: Promise<void> | null = null;

  constructor(
    readonly client: IMClient,
    private readonly storage: Memory,
    private readonly incoming: Incoming,
  ) {
    super();
    this.#follow();
  }

  get me(): string {
    return this.client.id;
  }

  /** Whether the list is complete. */
  get loaded(): boolean {
    return this.#loaded;
  }

  /** The lobby first, then the rooms by their newest message. */
  get rooms(): Chat[] {
    const rooms = this.chats.filter((chat) => chat.peer === undefined);
    return rooms.sort((a, b) => Number(b === this.#lobby) - Number(a === this.#lobby) || b.lastAt - a.lastAt);
  }

  get chats(): Chat[] {
    return [...this.#chats.values()];
  }

  /** Everyone this user can see: who is in a room with them, or wrote to them. */
  get people(): string[] {
    const names = new Set(this.chats.flatMap((chat) => chat.conversation.members));
    names.delete(this.me);
    return [...names];
  }

  get unread(): number {
    return this.chats.reduce((sum, chat) => sum + chat.unread, 0);
  }

  /** The chat with this person, if there is one. */
  chatWith(name: string): Chat | undefined {
    return this.chats.find((chat) => chat.peer === name);
  }

  find(id: string): Chat | undefined {
    return this.#chats.get(id);
  }

  /** Loads this user's conversations and enters the lobby. Calls while one runs share it. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #load(): Promise<void> {
    const mine = await this.client
      .getQuery()
      .containsMembers([this.me])
      .withLastMessagesRefreshed()
      .limit(CHATS)
      .find();
    for (const conversation of mine) this.#add(conversation as Conversation).touch();
    const lobby = await joinLobby(this.client);
    if (lobby) this.#lobby = this.#add(lobby);
    this.#loaded = true;
    this.changed();
  }

  /** The chat with one person: the same conversation whoever opens it. */
  async openPerson(name: string): Promise<Chat> {
    return (
      this.chatWith(name) ??
      this.#add((await this.client.createConversation({ members: [name], unique: true })) as Conversation)
    );
  }

  /** Creates a room that anyone can find and join. */
  async createRoom(name: string, members: string[]): Promise<Chat> {
    const room = await this.client.createConversation({
      name,
      members,
      unique: false,
      attr: { demo: ROOM },
    });
    return this.#add(room as Conversation);
  }

  /** Rooms that this user is not in, the busiest first. */
  async findRooms(): Promise<Conversation[]> {
    const rooms = await this.client.getQuery().equalTo('attr.demo', ROOM).limit(CHATS).find();
    return rooms.filter(({ members }) => !members.includes(this.me)) as Conversation[];
  }

  async join(conversation: Conversation): Promise<Chat> {
    await conversation.join();
    return this.#add(conversation);
  }

  async leave(chat: Chat): Promise<void> {
    await chat.conversation.quit();
    this.#remove(chat.id);
  }

  /** The connection is gone: what comes next leaves a gap. */
  expectGap(): void {
    for (const chat of this.#chats.values()) chat.timeline.expectGap();
  }

  /** Fetches what was missed while the connection was gone. */
  async catchUp(): Promise<void> {
    await this.load();
    await Promise.all(this.chats.map((chat) => chat.timeline.catchUp()));
  }

  #follow(): void {
    const { client } = this;
    client.on(Event.MESSAGE, (message: Message, conversation: Conversation) => {
      const chat = this.#add(conversation);
      chat.receive(message);
      this.incoming(chat, message);
    });
    const patched = (message: Message, conversation: Conversation): void => {
      this.find(conversation.id)?.timeline.replace(message);
    };
    client.on(Event.MESSAGE_UPDATE, patched);
    client.on(Event.MESSAGE_RECALL, patched);
    client.on(Event.UNREAD_MESSAGES_COUNT_UPDATE, (conversations: Conversation[]) => {
      for (const conversation of conversations) this.#add(conversation).touch();
    });
    const appeared = (_: unknown, conversation: Conversation): void => {
      this.#add(conversation).touch();
    };
    client.on(Event.INVITED, appeared);
    client.on(Event.MEMBERS_JOINED, appeared);
    client.on(Event.MEMBERS_LEFT, appeared);
    client.on(Event.KICKED, (_: unknown, conversation: Conversation) => this.#remove(conversation.id));
  }

  #add(conversation: Conversation): Chat {
    const known = this.#chats.get(conversation.id);
    if (known) return known;
    const chat = new Chat(conversation, this.me, this.storage);
    if (chat.mark === LOBBY) this.#lobby ??= chat;
    this.#chats.set(chat.id, chat);
    chat.watch(() => this.changed());
    this.changed();
    return chat;
  }

  #remove(id: string): void {
    if (this.#chats.delete(id)) this.changed();
  }
}

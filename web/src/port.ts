import type { MaybePromise } from './data/maybe';
import type { Operation } from './ops';

/** Names a realtime, a client or a conversation of the core. Never used twice; 0 is none. */
export type Handle = number;

/** What the core says of an error. */
export interface ErrorPayload {
  type: string;
  message: string;
  name?: string;
  code?: number;
  reason?: string;
  detail?: string;
  appCode?: number;
  appMsg?: string;
  clientIds?: string[];
}

/** A message as it crosses in JSON; times are in milliseconds. */
export interface MessageJSON {
  id: string;
  from: string;
  timestamp: number;
  patchTimestamp?: number;
  deliveredAt?: number;
  readAt?: number;
  text?: string;
  /** base64 */
  binary?: string;
  transient?: boolean;
  mentionAll?: boolean;
  mentionList?: string[];
}

/** A received message on its way through the application's pipeline. */
export interface IncomingMessage {
  /** Names it for commit and drop. */
  seq: number;
  /** The core that it came from. */
  port?: Port;
  id: string;
  from: string;
  timestamp: number;
  /** 0 when it was never changed. */
  patchTimestamp: number;
  content: string | ArrayBuffer;
  transient: boolean;
  /** Missed while there was no connection, and fetched. */
  filled: boolean;
  mentionAll: boolean;
  mentionList: string[];
  /** Whether what the core would say to a commit is known already: Port.accept. */
  foretold: boolean;
  /** That is: the count of unread messages, where it changes, and whether one mentions the client. */
  counted: boolean;
  unread: number;
  mentioned: boolean;
}

/** A message to send. */
export interface OutgoingMessage {
  content: string | ArrayBuffer;
  /** The client's own id of the message, by which the server knows a repetition. */
  dt: string;
  transient: boolean;
  receipt: boolean;
  will: boolean;
  priority: number;
  /** JSON text, or '' */
  pushData: string;
  mentionAll: boolean;
  mentionList: string[];
}

export interface Sent {
  id: string;
  timestamp: number;
}

/** A conversation's data, before its first mention and after each change. */
export interface ConversationState {
  client: Handle;
  kind: 'conversation' | 'chatroom' | 'service' | 'temporary';
  refresh: boolean;
  /** Its `_Conversation` row (docs/protocol.md, Queries). */
  row: Record<string, unknown>;
  unread: number;
  mentioned: boolean;
  lastDeliveredAt?: number;
  lastReadAt?: number;
  lastMessage?: MessageJSON;
}

/** What the core asks the page for: a signature. */
export interface Question {
  kind: 'sign';
  /** The client.open call of the client that it is for. */
  call: number;
  clientId: string;
  purpose: 'login' | 'conversation' | 'blacklist';
  conversationId?: string;
  targetIds?: string[];
  action?: string;
}

/** Where the port delivers what the core says, one at a time and never from inside a call into the core. */
export interface Sink {
  /** Whether the conversation's object is still there. */
  knows(conversation: Handle): boolean;
  conversation(handle: Handle, state: ConversationState): void;
  message(conversation: Handle, message: IncomingMessage): void;
  event(owner: Handle, name: string, payload: any): void;
  /** The answer, or a rejection with why there is none. */
  ask(question: Question): Promise<unknown>;
  /** The core is dead; every pending call has been rejected with error. */
  fatal(error: Error): void;
}

/**
 * All that the classes know of the core. Only plain data crosses it, so that
 * the core may live elsewhere than in this thread.
 */
export interface Port {
  /**
   * Starts an operation. `settle` runs with its result in the order of the
   * core's events, before anything that the core said later; the promise
   * resolves with what it returns. Rejects with an IMError or TypeError.
   */
  call<T = void>(operation: Operation, params: object, settle?: (result: any) => T, call?: number): Promise<T>;
  /** A number for a call that the caller wants to know again: by its questions, or to give it up. */
  nextCall(): number;
  /** Sends a message. `settle` as with call; `failed` runs in the same way with an error, and gives what the promise rejects with. */
  send<T>(
    conversation: Handle,
    message: OutgoingMessage,
    settle: (sent: Sent) => T,
    call?: number,
    failed?: (error: unknown) => unknown,
  ): Promise<T>;
  /**
   * Gives a call up: it rejects with the reason at once and the core, which is
   * told the number only, forgets it. An answer that is on its way already is
   * settled all the same, so that nothing is lost that it brings. A call that is
   * over is ignored.
   */
  abort(call: number, reason: unknown): void;
  /**
   * The message goes to the application: the core counts it. `dispatch` runs
   * right after the events of that. Gives a promise when what follows in the
   * conversation has to wait for it.
   */
  commit(conversation: Handle, seq: number, dispatch: () => void): MaybePromise<void>;
  /**
   * The same for a message whose commit is foretold, if it still is: the core
   * learns of it later, before anything else. Gives false when commit has to be called.
   */
  accept(conversation: Handle, seq: number): boolean;
  /** The message does not go to the application. */
  drop(conversation: Handle, seq: number): void;
  /** The application has let go of the conversation. */
  release(conversation: Handle): void;
  /** Nobody uses the core any more: lets go of what it runs in, if that is its own. */
  end(): void;
}

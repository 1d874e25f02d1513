// Names that the typings of leancloud-realtime have, for programs that use
// them in annotations.
import type { debug } from './debug';
import type { ClientEvents, ConnectionEvents, ConversationEvents, NoticeEvents, PatchReason } from './events/payloads';
import type { messageType } from './messages/decorators';

/** The first argument of each event, or void. */
type FirstArgument<Events> = {
  [Name in keyof Events]: Events[Name] extends [infer Payload, ...any[]] ? Payload : void;
};

/** What the listeners of a Realtime get first. ConnectionEvents has all arguments. */
export type ConnectionEvent = FirstArgument<ConnectionEvents>;
/** What the listeners to notices get first. NoticeEvents has all arguments. */
export type SharedEvent = FirstArgument<NoticeEvents & Pick<ConversationEvents, 'messagerecall' | 'messageupdate'>>;
/** What the listeners of an IMClient get first. ClientEvents has all arguments. */
export type ClientEvent = FirstArgument<ClientEvents>;
/** What the listeners of a conversation get first. ConversationEvents has all arguments. */
export type ConversationEvent = FirstArgument<ConversationEvents>;
/** The arguments that some events have besides. */
export interface OptionalContext {
  messagerecall: [PatchReason];
  messageupdate: [PatchReason];
}
/** The arguments that an event has besides. */
export type EventContext<Name> = Name extends keyof OptionalContext ? OptionalContext[Name] : [];
/** What `next` of an iterator resolves with. */
export interface IteratorResult<T> {
  done: boolean;
  value: T;
}
/** What createMessagesIterator gives. */
export interface AsyncIterator<T> {
  /** The next page. */
  next(): Promise<IteratorResult<T>>;
}
/** What messageType and messageField give. */
export type TypedMessageDecorator = ReturnType<typeof messageType>;
/** What `debug` is. */
export type Debug = typeof debug;

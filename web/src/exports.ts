// Everything that the package exports, in pages and in Node alike.
import { Realtime } from './realtime/realtime';

export { Realtime };
export { getAdapter, setAdapters, type Adapters, type AdapterResponse, type WebSocketLike } from './adapters';
export { IMClient, type ConversationOptions, type TemporaryConversationOptions } from './client/client';
export type { SignatureFactories, SignatureFactoryResult, SignatureResult } from './client/signature';
export { ConversationBase, type SendOptions } from './conversations/base';
export { ChatRoom } from './conversations/chat-room';
export { Conversation } from './conversations/conversation';
export { ConversationMemberInfo } from './conversations/member-info';
export { ConversationMemberRole } from './conversations/member-role';
export { MessageQueryDirection, type MessagesIterator, type MessagesIteratorOptions, type MessagesQuery } from './conversations/history';
export {
  PersistentConversation,
  PersistentConversation as PresistentConversation,
  type OperationFailureError,
  type PagedQueryParams,
  type PagedResults,
  type PartiallySuccess,
} from './conversations/persistent';
export { ConversationQuery } from './conversations/query';
export { ServiceConversation } from './conversations/service';
export { TemporaryConversation } from './conversations/temporary';
export { debug } from './debug';
export { ErrorCode } from './errors/codes';
export { CoreError } from './errors/core-error';
export type { IMError } from './errors/error';
export { EventEmitter, type Listener } from './events/emitter';
export { Event } from './events/names';
export type {
  ClientEvents,
  ConnectionEvents,
  ConversationEvents,
  NoticeEvents,
  PatchReason,
  UnhandledCommand,
} from './events/payloads';
export { AudioMessage } from './messages/audio';
export { IE10Compatible, messageField, messageType } from './messages/decorators';
export { BinaryMessage } from './messages/binary';
export { FileMessage } from './messages/file';
export { MessageFile, type AVFile, type FileData } from './messages/file-data';
export { ImageMessage } from './messages/image';
export { LocationMessage, type GeoPoint } from './messages/location';
export { Message, type AVMessage, type MessageConstructor, type MessagePointer, type Payload } from './messages/message';
export { MessageParser } from './messages/parser';
export { MessagePriority } from './messages/priority';
export { MessageStatus } from './messages/status';
export { ReadReceipt } from './messages/read-receipt';
export { RecalledMessage } from './messages/recalled';
export { TextMessage } from './messages/text';
export { TypedMessage } from './messages/typed';
export { VideoMessage } from './messages/video';
export { OutboxError, type OutboxReason } from './outbox/error';
export type { OutboxItem, OutboxState } from './outbox/item';
export type { OutboxOptions } from './outbox/options';
export type { Outbox } from './outbox/outbox';
export type { OutboxBox, OutboxRecord, OutboxStore } from './outbox/store';
export { GroupchatReceiptsPlugin } from './plugins/groupchat-receipts';
export { IMPlugin } from './plugins/im';
export type { Decorator, Dispatcher, Middleware, Plugin } from './plugins/plugin';
export { TypedMessagesPlugin } from './plugins/typed-messages';
export { Protocols, Protocols as Protocals } from './protocols';
export type { OutgoingMessage } from './port';
export type { CatchUp, RealtimeOptions, Server, Timeouts } from './realtime/options';
export type { ClientOptions } from './realtime/login';
export type { Restarts } from './realtime/restarts';
export type { AVUser } from './realtime/user';
export type { WasmSource } from './wasm/loader';
export type { WorkerSource } from './worker/start';
export type { Abortable } from './data/abort';
export type {
  AsyncIterator,
  ClientEvent,
  ConnectionEvent,
  ConversationEvent,
  Debug,
  EventContext,
  IteratorResult,
  OptionalContext,
  SharedEvent,
  TypedMessageDecorator,
} from './official-types';

/** The same as Realtime.defineConversationProperty. */
export const defineConversationProperty = Realtime.defineConversationProperty;

/** The Promise of the environment. */
const NativePromise = globalThis.Promise;
export { NativePromise as Promise };

// For programs that are compiled without the library that has it.
declare global {
  interface SymbolConstructor {
    /** The method that `await using` calls at the end of its block. */
    readonly asyncDispose: unique symbol;
  }
}

// The client library, named here and nowhere else: this page runs unchanged
// on any package with this API.
export {
  BinaryMessage,
  Event,
  Realtime,
  RecalledMessage,
  TextMessage,
  TypedMessage,
} from 'imclient';
export type { Conversation, IMClient, Message } from 'imclient';

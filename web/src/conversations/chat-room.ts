import { PersistentConversation } from './persistent';

/** A chat room (聊天室): open to all, with members only as long as they are online. */
export class ChatRoom extends PersistentConversation {}

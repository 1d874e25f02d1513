import { ConversationMemberRole } from './member-role';

/** What a member-info needs to know of its conversation. @internal */
export interface OwnedConversation {
  readonly id: string;
  readonly creator: string;
}

/** What a member is in a conversation (对话成员属性). Given by Conversation#getMemberInfo; its role follows the changes. */
export class ConversationMemberInfo {
  readonly #conversation: OwnedConversation;
  readonly #memberId: string;
  /** @internal As the server has it. */
  _role: ConversationMemberRole;

  /** @internal */
  constructor(conversation: OwnedConversation, memberId: string, role: ConversationMemberRole) {
    this.#conversation = conversation;
    this.#memberId = memberId;
    this._role = role;
  }

  /** The conversation's id. */
  get conversationId(): string {
    return this.#conversation.id;
  }

  /** The member's client id. */
  get memberId(): string {
    return this.#memberId;
  }

  /** The member's role; the conversation's creator is its owner. */
  get role(): ConversationMemberRole {
    return this.isOwner ? ConversationMemberRole.OWNER : this._role;
  }

  /** Whether the member created the conversation. */
  get isOwner(): boolean {
    return this.#memberId === this.#conversation.creator;
  }

  /** For JSON.stringify and logs. */
  toJSON(): object {
    const { conversationId, memberId, role, isOwner } = this;
    return { conversationId, memberId, role, isOwner };
  }
}

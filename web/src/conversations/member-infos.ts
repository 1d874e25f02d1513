import { ConversationMemberInfo, type OwnedConversation } from './member-info';
import { ConversationMemberRole } from './member-role';

/** A role that was set, as the core gives it. */
export interface RoleRow {
  clientId: string;
  role: ConversationMemberRole;
}

/** The member-infos of a conversation that this client knows: those that it was told of, or all once they were fetched. */
export class MemberInfos {
  readonly #conversation: OwnedConversation;
  readonly #infos = new Map<string, ConversationMemberInfo>();
  /** Roles that changed while the infos are being fetched: the answer may be older. */
  readonly #changed = new Map<string, ConversationMemberRole>();
  /** Whether all roles that were set are known. */
  complete = false;

  constructor(conversation: OwnedConversation) {
    this.#conversation = conversation;
  }

  /** The infos are about to be fetched. */
  begin(): void {
    this.#changed.clear();
  }

  /** All roles that were set. Objects that were only known from changes stay; a complete list is replaced by new ones. */
  fill(rows: RoleRow[]): void {
    if (this.complete) this.#infos.clear();
    for (const { clientId, role } of rows) this.#set(clientId, role);
    for (const [member, role] of this.#changed) this.#set(member, role);
    this.complete = true;
  }

  get(member: string): ConversationMemberInfo {
    return this.#infos.get(member) ?? this.#set(member, ConversationMemberRole.MEMBER);
  }

  /** A member's role is now another one. */
  change(member: string, role: ConversationMemberRole): ConversationMemberInfo {
    this.#changed.set(member, role);
    return this.#set(member, role);
  }

  /** Forgets those who are not members any more. */
  keep(members: string[]): void {
    for (const member of this.#infos.keys()) if (!members.includes(member)) this.#infos.delete(member);
  }

  #set(member: string, role: ConversationMemberRole): ConversationMemberInfo {
    let info = this.#infos.get(member);
    if (info) info._role = role;
    else this.#infos.set(member, (info = new ConversationMemberInfo(this.#conversation, member, role)));
    return info;
  }
}

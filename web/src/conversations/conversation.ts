import { abortable, type Abortable } from '../data/abort';
import { checkString, show } from '../data/check';
import { localError } from '../errors/error';
import type { ConversationMemberInfo } from './member-info';
import { MemberInfos, type RoleRow } from './member-infos';
import { ConversationMemberRole } from './member-role';
import { PersistentConversation } from './persistent';
import type { ConversationData } from './row';

/** A conversation (普通对话) whose members the server keeps, each with a role (docs/protocol.md, Members). */
export class Conversation extends PersistentConversation {
  #infos: MemberInfos | undefined;

  /** @internal */
  get _memberInfos(): MemberInfos {
    return (this.#infos ??= new MemberInfos(this));
  }

  /** What each member is, in the order of `members`. Asks the server once, and again if `noCache`. */
  async getAllMemberInfo(options: { noCache?: boolean } & Abortable = {}): Promise<ConversationMemberInfo[]> {
    return abortable(options, async (signal) => {
      const { noCache = false } = options ?? {};
      const infos = this._memberInfos;
      if (noCache || !infos.complete) {
        infos.begin();
        await this._call('conversation.memberInfos', {}, (result) => infos.fill(result.infos as RoleRow[]), { signal });
      }
      return this.members.map((member) => infos.get(member));
    });
  }

  /** What a member is. Rejects with an Error when memberId is not a member's. */
  async getMemberInfo(memberId: string, options?: Abortable): Promise<ConversationMemberInfo> {
    if (!this.members.includes(memberId)) {
      throw new Error(`${show(memberId)} is not the mumber of conversation[${this.id}]`);
    }
    return abortable(options, async (signal) => {
      if (!this._memberInfos.complete) await this.getAllMemberInfo({ signal });
      return this._memberInfos.get(memberId);
    });
  }

  /** Gives a member another role (成员权限). OWNER is refused with OWNER_PROMOTION_NOT_ALLOWED (5130) without asking the server. */
  async updateMemberRole(memberId: string, role: ConversationMemberRole, options?: Abortable): Promise<this> {
    if (role === ConversationMemberRole.OWNER) {
      throw localError('OWNER_PROMOTION_NOT_ALLOWED', "Updating a member's role to owner is not allowed.");
    }
    checkString('memberId', memberId);
    checkString('role', role);
    const updated = (): this => {
      this._memberInfos.change(memberId, role);
      return this;
    };
    return this._call('conversation.updateMemberRole', { member: memberId, role }, updated, options);
  }

  /** @internal */
  override _addMembers(members: string[]): void {
    this.members = [...new Set([...this.members, ...members])];
  }

  /** @internal */
  override _removeMembers(members: string[]): void {
    this.members = this.members.filter((member) => !members.includes(member));
    this.#infos?.keep(this.members);
  }

  /** @internal */
  override _refresh(data: ConversationData): void {
    super._refresh(data);
    this.#infos?.keep(this.members);
  }
}

import { PersistentConversation } from './persistent';

/** A conversation whose members the server keeps. */
export class Conversation extends PersistentConversation {
  /** @internal */
  override _addMembers(members: string[]): void {
    this.members = [...new Set([...this.members, ...members])];
  }

  /** @internal */
  override _removeMembers(members: string[]): void {
    this.members = this.members.filter((member) => !members.includes(member));
  }
}

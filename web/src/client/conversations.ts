import type { ConversationBase } from '../conversations/base';
import type { Handle } from '../port';

/**
 * The objects of a client's conversations, by handle and by id. An object
 * lives as long as the application holds it, or as long as it is needed by
 * itself (it has listeners, unread messages or unsaved changes); when it is
 * gone, the core is told.
 */
export class Conversations {
  readonly #release: (handle: Handle) => void;
  readonly #byHandle = new Map<Handle, WeakRef<ConversationBase>>();
  readonly #byId = new Map<string, Handle>();
  /** Those that are needed by themselves, by handle: they are found without asking a WeakRef. */
  readonly #needed = new Map<Handle, ConversationBase>();
  /** Those of them whose core is gone. */
  readonly #neededOrphans = new Set<ConversationBase>();
  /** The objects whose core is gone, by id: the next core's conversations of these ids are theirs. */
  readonly #orphans = new Map<string, WeakRef<ConversationBase>>();
  /** Counts the cores: the numbers of another one mean nothing. */
  #era = 0;
  readonly #collected = new FinalizationRegistry<{ handle: Handle; id: string; era: number }>(({ handle, id, era }) => {
    if (era !== this.#era) {
      if (!this.#orphans.get(id)?.deref()) this.#orphans.delete(id);
      return;
    }
    // An object made anew since then lives under the same handle.
    if (this.#byHandle.get(handle)?.deref()) return;
    this.#forget(handle, id);
    this.#release(handle);
  });

  constructor(release: (handle: Handle) => void) {
    this.#release = release;
  }

  add(conversation: ConversationBase): void {
    const { _handle: handle, id } = conversation;
    this.#byHandle.set(handle, new WeakRef(conversation));
    this.#byId.set(id, handle);
    this.#orphans.delete(id);
    this.#collected.register(conversation, { handle, id, era: this.#era });
    this.review(conversation);
  }

  get(handle: Handle): ConversationBase | undefined {
    return this.#needed.get(handle) ?? this.#byHandle.get(handle)?.deref();
  }

  find(id: string): ConversationBase | undefined {
    const handle = this.#byId.get(id);
    return handle === undefined ? this.#orphans.get(id)?.deref() : this.get(handle);
  }

  /** The core is gone, and its handles with it; the objects stay. */
  orphan(): void {
    for (const reference of this.#byHandle.values()) {
      const conversation = reference.deref();
      if (!conversation) continue;
      if (this.#needed.has(conversation._handle)) this.#neededOrphans.add(conversation);
      conversation._handle = 0;
      this.#orphans.set(conversation.id, reference);
    }
    this.#needed.clear();
    this.#era += 1;
    this.#byHandle.clear();
    this.#byId.clear();
  }

  /** The objects whose core is gone, and that no other core has mentioned yet. */
  *orphans(): Iterable<ConversationBase> {
    for (const reference of [...this.#orphans.values()]) {
      const conversation = reference.deref();
      if (conversation) yield conversation;
    }
  }

  /** Gives the object of that id whose core is gone its handle in the new one. */
  adopt(id: string, handle: Handle): ConversationBase | undefined {
    const conversation = this.#orphans.get(id)?.deref();
    if (!conversation) return undefined;
    conversation._handle = handle;
    this.#neededOrphans.delete(conversation);
    this.add(conversation);
    return conversation;
  }

  /** Whether it is known here, and its core is gone. */
  isOrphan(conversation: ConversationBase): boolean {
    return conversation._handle === 0 && this.#orphans.get(conversation.id)?.deref() === conversation;
  }

  /** Notes whether the object is needed although nobody may hold it. */
  review(conversation: ConversationBase): void {
    const { _handle: handle } = conversation;
    if (this.isOrphan(conversation)) {
      if (conversation._needed()) this.#neededOrphans.add(conversation);
      else this.#neededOrphans.delete(conversation);
    } else if (this.get(handle) === conversation) {
      if (conversation._needed()) this.#needed.set(handle, conversation);
      else this.#needed.delete(handle);
    }
  }

  clear(): void {
    this.#byHandle.clear();
    this.#byId.clear();
    this.#orphans.clear();
    this.#needed.clear();
    this.#neededOrphans.clear();
  }

  #forget(handle: Handle, id: string): void {
    this.#byHandle.delete(handle);
    if (this.#byId.get(id) === handle) this.#byId.delete(id);
  }
}

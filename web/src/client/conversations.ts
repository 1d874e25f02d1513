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
  readonly #needed = new Set<ConversationBase>();
  readonly #collected = new FinalizationRegistry<{ handle: Handle; id: string }>(({ handle, id }) => {
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
    this.#collected.register(conversation, { handle, id });
    this.review(conversation);
  }

  get(handle: Handle): ConversationBase | undefined {
    return this.#byHandle.get(handle)?.deref();
  }

  find(id: string): ConversationBase | undefined {
    const handle = this.#byId.get(id);
    return handle === undefined ? undefined : this.get(handle);
  }

  /** Notes whether the object is needed although nobody may hold it. */
  review(conversation: ConversationBase): void {
    const known = this.get(conversation._handle) === conversation;
    if (known && conversation._needed()) this.#needed.add(conversation);
    else this.#needed.delete(conversation);
  }

  clear(): void {
    this.#byHandle.clear();
    this.#byId.clear();
    this.#needed.clear();
  }

  #forget(handle: Handle, id: string): void {
    this.#byHandle.delete(handle);
    if (this.#byId.get(id) === handle) this.#byId.delete(id);
  }
}

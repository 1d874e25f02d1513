import type { IMClient } from './client/client';
import { sign, type SignatureResult, type Signer } from './client/signature';
import type { ConversationState, Handle, IncomingMessage, Port, Question, Sink } from './port';

/** What a Realtime hears from its core. */
export interface RealtimeSink {
  _event(name: string, payload: any): void;
  _fatal(error: Error): void;
}

/** Finds the object that each thing the core says is for. One for each core. */
export class Directory implements Sink {
  /** Set once the core runs. */
  port!: Port;
  /** Called when the core died, before the Realtimes hear of it. */
  onFatal: () => void = () => {};
  readonly #realtimes = new Map<Handle, RealtimeSink>();
  readonly #clients = new Map<Handle, IMClient>();
  readonly #owners = new Map<Handle, IMClient>();
  readonly #signers = new Map<number, Signer>();

  addRealtime(handle: Handle, realtime: RealtimeSink): void {
    this.#realtimes.set(handle, realtime);
  }

  removeRealtime(handle: Handle): void {
    this.#realtimes.delete(handle);
  }

  addClient(client: IMClient): void {
    this.#clients.set(client._handle, client);
  }

  removeClient(client: IMClient): void {
    this.#clients.delete(client._handle);
    for (const [handle, owner] of this.#owners) if (owner === client) this.#owners.delete(handle);
  }

  /** Whose factories sign for the client that a client.open call opens. */
  addSigner(call: number, signer: Signer): void {
    this.#signers.set(call, signer);
  }

  removeSigner(call: number): void {
    this.#signers.delete(call);
  }

  /** The conversation's object is gone. */
  forget(handle: Handle): void {
    this.#owners.delete(handle);
  }

  knows(conversation: Handle): boolean {
    return this.#owners.get(conversation)?._conversations.get(conversation) !== undefined;
  }

  conversation(handle: Handle, state: ConversationState): void {
    const client = this.#clients.get(state.client);
    if (!client) return;
    this.#owners.set(handle, client);
    client._describe(handle, state);
  }

  message(conversation: Handle, message: IncomingMessage): void {
    const client = this.#owners.get(conversation);
    if (client) client._receive(conversation, message);
    else this.port.drop(conversation, message.seq);
  }

  event(owner: Handle, name: string, payload: any): void {
    const client = this.#clients.get(owner);
    if (client) client._deliver(name, payload);
    else this.#realtimes.get(owner)?._event(name, payload);
  }

  async ask(question: Question): Promise<SignatureResult> {
    const signer = this.#signers.get(question.call);
    if (!signer) throw new Error(`nobody signs for ${question.clientId}`);
    return sign(signer, question);
  }

  fatal(error: Error): void {
    this.onFatal();
    const realtimes = [...this.#realtimes.values()];
    this.#realtimes.clear();
    this.#clients.clear();
    this.#owners.clear();
    this.#signers.clear();
    for (const realtime of realtimes) realtime._fatal(error);
  }
}

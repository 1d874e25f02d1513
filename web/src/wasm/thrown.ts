import { MalformedSignatureError } from '../client/signature';

/** How many errors are kept for an answer that may never come. */
const KEPT = 32;

/**
 * What signature factories threw. It goes through the core as text; the call
 * that fails by it then rejects with the very object.
 */
export class ThrownErrors {
  readonly #errors = new Map<string, unknown>();

  /** Keeps the error. Gives its text. */
  add(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    this.#errors.set(`sign error: ${text}`, error);
    const [oldest] = this.#errors.keys();
    if (this.#errors.size > KEPT && oldest !== undefined) this.#errors.delete(oldest);
    return text;
  }

  /** The error that the core's message speaks of; undefined when it is another one. */
  take(message: string): unknown {
    const error = this.#errors.get(message);
    this.#errors.delete(message);
    // The factory's own error says from now on that it was signing.
    if (error instanceof Error && !(error instanceof MalformedSignatureError)) error.message = message;
    return error;
  }
}

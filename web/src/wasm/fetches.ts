import { getAdapter } from '../adapters';
import { textOf } from './thrown';

/** An HTTP request of the core. */
export interface FetchRequest {
  method: string;
  url: string;
  headers?: [name: string, value: string][];
  body?: string;
}

/** Told once for each request that is not stopped; status 0 comes with why there is no answer. */
export type FetchSink = (id: number, status: number, text: string) => void;

/** The core's HTTP requests, by the ids that the core gave them. */
export class Fetches {
  readonly #sink: FetchSink;
  readonly #running = new Map<number, AbortController>();

  constructor(sink: FetchSink) {
    this.#sink = sink;
  }

  async start(id: number, { method, url, headers, body }: FetchRequest): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    let status = 0;
    let text: string;
    try {
      const response = await getAdapter('request')(url, {
        method,
        headers: Object.fromEntries(headers ?? []),
        data: body ? (JSON.parse(body) as Record<string, unknown>) : undefined,
        signal: controller.signal,
      });
      status = Number(response.status ?? (response.ok === false ? 500 : 200));
      text = typeof response.data === 'string' ? response.data : JSON.stringify(response.data ?? null);
    } catch (error) {
      text = textOf(error);
    }
    if (this.#running.delete(id)) this.#sink(id, status, text);
  }

  stop(id: number): void {
    const controller = this.#running.get(id);
    this.#running.delete(id);
    controller?.abort();
  }

  clear(): void {
    for (const id of [...this.#running.keys()]) this.stop(id);
  }
}

import { getAdapter } from '../adapters';

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
  readonly #running = new Set<number>();

  constructor(sink: FetchSink) {
    this.#sink = sink;
  }

  async start(id: number, { method, url, headers, body }: FetchRequest): Promise<void> {
    this.#running.add(id);
    let status = 0;
    let text: string;
    try {
      const response = await getAdapter('request')(url, {
        method,
        headers: Object.fromEntries(headers ?? []),
        data: body ? (JSON.parse(body) as Record<string, unknown>) : undefined,
      });
      status = response.status ?? (response.ok === false ? 500 : 200);
      text = typeof response.data === 'string' ? response.data : JSON.stringify(response.data ?? null);
    } catch (error) {
      text = error instanceof Error ? error.message : String(error);
    }
    if (this.#running.delete(id)) this.#sink(id, status, text);
  }

  stop(id: number): void {
    this.#running.delete(id);
  }

  clear(): void {
    this.#running.clear();
  }
}

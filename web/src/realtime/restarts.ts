import { checkObject, show } from '../data/check';

/** How often a core that died is replaced. */
export interface Restarts {
  /** So many times within `within`: 5. With 0 the first death is the end. */
  limit?: number;
  /** Milliseconds: 600,000. */
  within?: number;
}

const LIMIT = 5;
const WITHIN = 600_000;

/** Throws a TypeError for what is none. */
export function checkRestarts(restarts: Restarts = {}): void {
  checkObject('restarts', restarts);
  for (const [name, value] of Object.entries({ limit: restarts.limit, within: restarts.within })) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0)) {
      throw new TypeError(`restarts.${name} ${show(value)} is not a whole number from 0`);
    }
  }
}

/** Counts the deaths of a core, so that one that dies at once every time is not started for ever. */
export class RestartBudget {
  readonly #limit: number;
  readonly #within: number;
  #times: number[] = [];

  constructor({ limit = LIMIT, within = WITHIN }: Restarts = {}) {
    this.#limit = limit;
    this.#within = within;
  }

  /** Notes a death, at a time in milliseconds. Returns whether the core may be started again. */
  spend(now: number): boolean {
    this.#times = this.#times.filter((time) => now - time < this.#within);
    this.#times.push(now);
    return this.#times.length <= this.#limit;
  }
}

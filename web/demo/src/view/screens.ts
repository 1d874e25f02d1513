/**
 * Which chat is open, kept in the page's address: a reload shows it again. On
 * a narrow page the list and the chat are two screens, and the browser's back
 * button leads from the second to the first.
 */
export class Screens {
  constructor(
    private readonly root: HTMLElement,
    private readonly show: (id: string | undefined) => void,
  ) {
    window.addEventListener('popstate', this.#moved);
    this.#mark();
  }

  /** The open chat's id. */
  get current(): string | undefined {
    try {
      return decodeURIComponent(location.hash.slice(1)) || undefined;
    } catch {
      return undefined;
    }
  }

  go(id: string): void {
    if (id === this.current) return this.#moved();
    const address = `#${encodeURIComponent(id)}`;
    if (this.current === undefined) history.pushState({ fromList: true }, '', address);
    else history.replaceState(history.state, '', address);
    this.#moved();
  }

  /** To the list. */
  back(): void {
    const state = history.state as { fromList?: boolean } | null;
    if (state?.fromList) return history.back();
    history.replaceState(null, '', location.pathname + location.search);
    this.#moved();
  }

  close(): void {
    window.removeEventListener('popstate', this.#moved);
  }

  readonly #moved = (): void => {
    this.#mark();
    this.show(this.current);
  };

  #mark(): void {
    this.root.dataset.screen = this.current === undefined ? 'list' : 'chat';
  }
}

/** Attributes and properties of an element; `on` holds its listeners. */
export interface Props {
  class?: string;
  id?: string;
  type?: string;
  role?: string;
  title?: string;
  testid?: string;
  label?: string;
  attrs?: Record<string, string>;
  on?: { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
}

export type Child = Node | string | null | undefined | false;

/** Creates an element: `h('button', { class: 'x', on: { click } }, 'Text')`. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class) element.className = props.class;
  const attrs: Record<string, string | undefined> = {
    ...props.attrs,
    id: props.id,
    type: props.type ?? (tag === 'button' ? 'button' : undefined),
    role: props.role,
    title: props.title,
    'data-testid': props.testid,
    'aria-label': props.label,
  };
  for (const [name, value] of Object.entries(attrs)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  for (const [name, listener] of Object.entries(props.on ?? {})) {
    element.addEventListener(name, listener as EventListener);
  }
  element.append(...children.filter((child) => child || child === '') as (Node | string)[]);
  return element;
}

/** Sets the text of a node, touching the page only when it changed. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** A row that can show a new version of what it stands for. */
export interface Row<T> {
  readonly element: HTMLElement;
  update(item: T): void;
}

/**
 * Keeps the children of one element in step with a list. Rows are found again
 * by key, so focus, selection and screen readers keep their place.
 */
export class Rows<T> {
  readonly #rows = new Map<string, Row<T>>();

  constructor(
    private readonly parent: HTMLElement,
    private readonly keyOf: (item: T) => string,
    private readonly create: (item: T) => Row<T>,
  ) {}

  show(items: readonly T[]): void {
    const keys = new Set(items.map(this.keyOf));
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.#rows.delete(key);
    }
    let next = this.parent.firstElementChild;
    for (const item of items) {
      const key = this.keyOf(item);
      let row = this.#rows.get(key);
      try {
        if (!row) {
          row = this.create(item);
          this.#rows.set(key, row);
        }
        row.update(item);
      } catch (error) {
        reportError(error); // of one row; the others are shown
        if (!row) continue;
      }
      if (row.element === next) next = next.nextElementSibling;
      else this.parent.insertBefore(row.element, next);
    }
  }
}

/** The DOM in large steps, since each step from Python costs a little. */
import { fragmentOf, hasHandlers, setHandlers } from "./scripts";

const parse = (html: string) => fragmentOf(html.trim());

/** A function that clones the one element of `html`. */
export function cloner(html: string): () => Node {
  const element = parse(html).firstElementChild!;
  return () => element.cloneNode(true);
}

/** A function that clones a form's markup: its root element, then the elements marked data-a in the order of their numbers. */
export function markupCloner(html: string): () => Element[] {
  const original = parse(html).firstElementChild!;
  const isHandled = hasHandlers(html);
  return () => {
    const root = original.cloneNode(true) as Element;
    if (isHandled) setHandlers(root);
    const elements = [root];
    for (const element of root.querySelectorAll("[data-a]")) {
      elements[Number(element.getAttribute("data-a")) + 1] = element;
      element.removeAttribute("data-a");
    }
    return elements;
  };
}

export function append(parent: Element, html: string): Element {
  const element = parse(html).firstElementChild!;
  parent.append(element);
  return element;
}

export function setHtml(element: Element, html: string): void {
  element.innerHTML = html;
}

export function setRoles(element: Element, roles: string): void {
  const kept = [...element.classList].filter((name) => !name.startsWith("anvil-role-"));
  element.className = [...kept, roles].join(" ").trim();
}

export function scrollIntoView(element: Element, smooth: boolean, align: ScrollLogicalPosition): void {
  element.scrollIntoView({ behavior: smooth ? "smooth" : "instant", block: align, inline: align });
}

/** A new div of that class around the element. */
export function wrap(element: Element, className: string): Element {
  const around = document.createElement("div");
  around.className = className;
  around.append(element);
  return around;
}

export async function loadPicture(address: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  return picture;
}

let sizes: ResizeObserver | undefined;

/** Raise "resize" on the canvas whenever the page gives it another size than it was made for. */
export function watchSize(canvas: HTMLCanvasElement): void {
  sizes ??= new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const { clientWidth, clientHeight, width, height, isConnected } = target as HTMLCanvasElement;
      if (isConnected && (clientWidth !== width || clientHeight !== height)) target.dispatchEvent(new Event("resize"));
    }
  });
  sizes.observe(canvas);
}

export function radioValue(group: string): string | null {
  return document.querySelector<HTMLInputElement>(`input[type=radio][name="${CSS.escape(group)}"]:checked`)?.value ?? null;
}

type Cell = [element: HTMLElement, text: string | undefined, width: string | number | undefined, growth: number, title: string];

/** Put a row's cells in order, with their widths, and texts in those that hold no component. */
export function drawCells(row: Element, cells: Cell[]): void {
  const extra = row.querySelector(":scope > .anvil-extra-column");
  for (const [element, text, width, growth, title] of cells) {
    if (text !== undefined && text !== null) element.textContent = text;
    element.dataset.title = title;
    const length = /^[\d.]+$/.test(String(width)) ? `${width}px` : width;
    element.style.flex = width ? `${growth} 0 ${length}` : growth === 1 ? "" : String(growth);
    row.insertBefore(element, extra);
  }
  const drawn = new Set<Element>(cells.map(([element]) => element));
  for (const cell of row.querySelectorAll(":scope > .anvil-data-row-col:not(.anvil-extra-column)"))
    if (!drawn.has(cell)) cell.remove();
}

type PagingParts = [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];

export function drawPaging(controls: Element, text: string, atStart: boolean, atEnd: boolean, shown: boolean): void {
  const [, where, first, previous, next, last] = [...controls.children] as PagingParts;
  where.textContent = text;
  for (const element of [where, first, previous, next, last]) element.hidden = !shown;
  for (const button of [first, previous]) (button as HTMLButtonElement).disabled = atStart;
  for (const button of [next, last]) (button as HTMLButtonElement).disabled = atEnd;
}

export function drawOptions(select: HTMLSelectElement, labels: string[]): void {
  select.replaceChildren(...labels.map((label) => new Option(label)));
}

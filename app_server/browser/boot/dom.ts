/** The DOM in large steps, since each step from Python costs a little. */

function parse(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content;
}

/** A function that clones the one element of `html`. */
export function cloner(html: string): () => Node {
  const element = parse(html).firstElementChild!;
  return () => element.cloneNode(true);
}

/** A function that clones a form's markup: its root element, then the elements marked data-a in the order of their numbers. */
export function markupCloner(html: string): () => Element[] {
  const original = parse(html).firstElementChild!;
  return () => {
    const root = original.cloneNode(true) as Element;
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

const HARMLESS = new Set(
  "A B BLOCKQUOTE BR CODE DIV EM H1 H2 H3 H4 H5 H6 HR I LI OL P PRE S SMALL SPAN STRONG SUB SUP TABLE TBODY TD TH THEAD TR U UL".split(" "),
);

/** Only elements of text stay, without any attribute but a link's harmless address. */
function strip(root: ParentNode): void {
  for (const element of [...root.querySelectorAll("*")]) {
    if (!HARMLESS.has(element.tagName)) {
      element.remove();
      continue;
    }
    const address = element.getAttribute("href") ?? "";
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
    if (/^(https?:|mailto:|tel:|#|\/)/i.test(address)) element.setAttribute("href", address);
  }
}

export function setRichText(element: Element, text: string, isHtml: boolean): void {
  if (!isHtml) return void (element.textContent = text);
  const content = parse(text);
  strip(content);
  element.replaceChildren(content);
}

export function setRoles(element: Element, roles: string): void {
  const kept = [...element.classList].filter((name) => !name.startsWith("anvil-role-"));
  element.className = [...kept, roles].join(" ").trim();
}

export function scrollIntoView(element: Element, smooth: boolean, align: ScrollLogicalPosition): void {
  element.scrollIntoView({ behavior: smooth ? "smooth" : "auto", block: align });
}

type Cell = [element: HTMLElement, text: string | undefined, width: string | number | undefined, grows: boolean, title: string];

/** Put a row's cells in order, with their widths, and texts in those that hold no component. */
export function drawCells(row: Element, cells: Cell[]): void {
  for (const [element, text, width, grows, title] of cells) {
    if (text !== undefined && text !== null) element.textContent = text;
    element.dataset.title = title;
    element.style.flex = width && !grows ? `0 0 ${/^\d+$/.test(String(width)) ? `${width}px` : width}` : "";
    row.append(element);
  }
}

export function drawPaging(controls: Element, text: string, atStart: boolean, atEnd: boolean): void {
  const [where, first, previous, next, last] = controls.children;
  where.textContent = text;
  for (const button of [first, previous]) (button as HTMLButtonElement).disabled = atStart;
  for (const button of [next, last]) (button as HTMLButtonElement).disabled = atEnd;
}

export function drawOptions(select: HTMLSelectElement, labels: string[]): void {
  select.replaceChildren(...labels.map((label) => new Option(label)));
}

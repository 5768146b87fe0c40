/** Texts with marks: markdown, and HTML of which only harmless elements stay; {braces} become places for data. */
const REMOVED = new Set(["SCRIPT", "STYLE"]);
const KEPT = new Set(
  (
    "A ABBR ADDRESS ARTICLE ASIDE B BDI BDO BLOCKQUOTE BR CAPTION CITE CODE COL COLGROUP DATA DD DFN DIV DL DT EM FIGCAPTION " +
    "FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HGROUP HR I IMG KBD LI MAIN MARK NAV OL P PRE Q RP RT RUBY S SAMP SECTION SMALL " +
    "SPAN STRONG SUB SUP TABLE TBODY TD TFOOT TH THEAD TIME TR U UL VAR WBR"
  ).split(" "),
);
const ATTRIBUTES: Record<string, string[]> = {
  A: ["target", "href", "title", "rel"],
  IMG: ["src", "alt", "title", "width", "height"],
};
const STYLES = /^(margin|padding)(-(left|right|top|bottom))?$|^font-(size|family|weight|style)$|^(border|background-color|color)$/;
const HARMLESS_ADDRESS = /^(https?:|mailto:|tel:|#|\/|[^:]*$)/i;
const SLOT = /\{\{|\}\}|\{([\w\- :!.%&;^<>'"]*)\}/g;

export async function markdown(text: string): Promise<string> {
  const { Remarkable } = await import("remarkable");
  return new Remarkable("full", { breaks: true }).render(text);
}

function keepsAttribute(element: Element, name: string): boolean {
  if (name.startsWith("aria-")) return true;
  if (!ATTRIBUTES[element.tagName]?.includes(name)) return false;
  return !["href", "src"].includes(name) || HARMLESS_ADDRESS.test(element.getAttribute(name)!.trim());
}

function strip(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (REMOVED.has(element.tagName)) element.remove();
    else if (!KEPT.has(element.tagName)) element.replaceWith(...element.childNodes);
    for (const name of element.getAttributeNames()) {
      if (name === "style") for (const css of [...element.style]) STYLES.test(css) || element.style.removeProperty(css);
      else if (!keepsAttribute(element, name)) element.removeAttribute(name);
    }
  }
}

type Slot = [element: Element, written: string];

function makeSlot(written: string, slots: Slot[]): Element {
  const place = document.createElement("span");
  place.className = "anvil-rich-text-slot";
  place.innerHTML = '<code class="anvil-slot-name"></code>';
  place.firstElementChild!.textContent = written;
  slots.push([place, written]);
  return place;
}

function splitText(text: string, slots: Slot[]): (string | Element)[] {
  const parts: (string | Element)[] = [];
  let end = 0;
  for (const match of text.matchAll(SLOT)) {
    const isBrace = match[0] === "{{" || match[0] === "}}";
    parts.push(text.slice(end, match.index + (isBrace ? 1 : 0)));
    if (match[1]) parts.push(makeSlot(match[1], slots));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

function insertSlots(root: Node): Slot[] {
  const slots: Slot[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) text.replaceWith(...splitText(text.data, slots));
  return slots;
}

/** Show a text (markdown arrives here as HTML); gives the slots in it with what is written between their braces. */
export function setRichText(element: HTMLElement, text: string, format: string, hasSlots: boolean): Slot[] {
  const content = document.createElement("template").content;
  const isHtml = format === "markdown" || format === "restricted_html";
  if (isHtml) {
    const parsed = new DOMParser().parseFromString(text, "text/html").body;
    strip(parsed);
    content.append(...parsed.childNodes);
  } else content.append(text);
  const slots = hasSlots ? insertSlots(content) : [];
  element.replaceChildren(content);
  element.style.whiteSpace = isHtml ? "unset" : "pre-wrap";
  return slots;
}

/** Hide what a slot shows while nothing is in it. */
export function hidePlaceholder(slot: Element, isFilled: boolean): void {
  const name = slot.querySelector<HTMLElement>(":scope > .anvil-slot-name");
  if (name) name.hidden = isFilled || slot.childElementCount > 1;
}

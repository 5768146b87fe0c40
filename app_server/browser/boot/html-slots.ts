/** Markup that an app hands over as text: HtmlComponent with its dropzones, HtmlTemplate with its slots. */
import { fragmentOf, hasHandlers, setHandlers } from "./scripts";

type Named = Record<string, Element>;

function named(root: ParentNode, attribute: string): Named {
  const found: Named = {};
  for (const element of root.querySelectorAll(`[${CSS.escape(attribute)}]`)) found[element.getAttribute(attribute)!] ??= element;
  return found;
}

/** The one element of the markup, or a div around all of it; its dropzones and its named elements. */
export function readMarkup(html: string): [element: Element, dropzones: Map<string, Element>, nodes: Map<string, Element>] {
  const around = document.createElement("div");
  around.append(fragmentOf(html));
  if (hasHandlers(html)) setHandlers(around);
  const parts = [...around.childNodes].filter((node) => node instanceof Element || (node instanceof Text && node.data.trim()));
  const dropzones = new Map<string, Element>();
  for (const zone of around.querySelectorAll<HTMLElement>("anvil-dropzone")) dropzones.set(zone.getAttribute("name") || "default", zone);
  const nodes = new Map(Object.entries(named(around, "anvil:dom-node")));
  const [only] = parts;
  const isOne = parts.length === 1 && only instanceof Element && only.tagName !== "ANVIL-DROPZONE";
  return [isOne ? (only as Element) : around, dropzones, nodes];
}

export function setTemplateHtml(element: Element, html: string): Map<string, Element> {
  element.replaceChildren(fragmentOf(html));
  if (hasHandlers(html)) setHandlers(element);
  return new Map(Object.entries(named(element, "anvil-name")));
}

export function slotNames(root: Element): string[] {
  const slots = root.querySelectorAll("[anvil-slot],[anvil-slot-repeat]");
  return [...new Set([...slots].map((slot) => (slot.getAttribute("anvil-slot") ?? slot.getAttribute("anvil-slot-repeat"))!))];
}

export function slotElement(root: Element, name: string): Element | null {
  return root.querySelector(`[anvil-slot="${CSS.escape(name)}"]`) ?? root.querySelector(`[anvil-slot-repeat="${CSS.escape(name)}"]`)?.parentElement ?? (name === "default" ? null : slotElement(root, "default"));
}

/** A copy of the slot's element around the component, where the slot is one that is repeated. */
export function repeatSlot(root: Element, name: string, component: Element): Element | null {
  const pattern = root.querySelector<HTMLElement>(`[anvil-slot-repeat="${CSS.escape(name)}"]`);
  if (!pattern) return null;
  pattern.hidden = true;
  const copy = pattern.cloneNode(true) as HTMLElement;
  copy.hidden = false;
  copy.removeAttribute("anvil-slot-repeat");
  copy.setAttribute("anvil-slot-repeated", name);
  (copy.querySelector("[anvil-slot],[anvil-component-here]") ?? copy).append(component);
  return copy;
}

export function markEmptySlots(root: Element): void {
  const isFilled = (name: string) =>
    [...root.querySelectorAll(`[anvil-slot="${CSS.escape(name)}"]`)].some((slot) => slot.querySelector(".anvil-component,[class*=anvil-]")) ||
    !!root.querySelector(`[anvil-slot-repeated="${CSS.escape(name)}"]`);
  for (const element of root.querySelectorAll<HTMLElement>("[anvil-if-slot-empty]")) element.hidden = isFilled(element.getAttribute("anvil-if-slot-empty")!);
  for (const element of root.querySelectorAll<HTMLElement>("[anvil-hide-if-slot-empty]"))
    element.hidden = !isFilled(element.getAttribute("anvil-hide-if-slot-empty")!);
}

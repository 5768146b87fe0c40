/** The parts of a labelled field that its Python sets, and what happens in it while someone types. */
import { makeIcon } from "./icons";

type Control = HTMLInputElement | HTMLTextAreaElement;

const growsAlone = CSS.supports("field-sizing", "content");
const ICON_DEEDS: Record<string, string> = {
  "mi:cancel": "Clear",
  "mi:clear": "Clear",
  "mi:close": "Clear",
  "mi:search": "Search",
  "mi:visibility": "Show",
  "mi:visibility_off": "Hide",
};
const PURPOSES = /^(on|off|name|.*-name|email|username|.*password|one-time-code|organization.*|street-.*|address-.*|country.*|postal-code|bday.*|tel.*|url|section-.*)$/;

const controlOf = (field: Element) => field.querySelector(".anvil-m3-textinput-input") as Control;

/** Tie label and help to the control, for screen readers and for a click on the label. */
export function nameField(field: Element, id: string): void {
  const control = controlOf(field);
  const help = field.querySelector(".anvil-m3-supporting-text") as HTMLElement;
  control.id = id;
  help.id = `${id}-help`;
  (field.querySelector(".anvil-m3-textinput-label") as HTMLLabelElement).htmlFor = id;
  control.setAttribute("aria-describedby", help.id);
}

/** Set the label; one that ends in an asterisk says that the field is required. */
export function setLabel(field: Element, text: string): void {
  const control = controlOf(field);
  field.classList.toggle("anvil-m3-has-label", text !== "");
  (field.querySelector(".anvil-m3-textinput-label") as HTMLElement).textContent = text;
  (field.querySelector("legend") as HTMLElement).dataset.label = text;
  control.ariaRequired = text.trimEnd().endsWith("*") ? "true" : null;
  nameByPlaceholder(field);
}

/** Set what an empty control shows; without a label it is what the control is called, too. */
export function setPlaceholder(field: Element, text: string): void {
  field.classList.toggle("anvil-m3-has-placeholder", text !== "");
  controlOf(field).placeholder = text || " ";
  nameByPlaceholder(field);
}

function nameByPlaceholder(field: Element): void {
  const control = controlOf(field);
  const labelled = field.classList.contains("anvil-m3-has-label");
  control.ariaLabel = labelled ? null : control.placeholder.trim() || null;
}

/** Give a control without words the ones beside it: the text of its row, without the control. */
export function nameByNeighbour(control: Element, own: Element): void {
  const words = [...(own.parentElement?.children ?? [])].filter((sibling) => sibling !== own);
  const before = words.map((sibling) => sibling.textContent?.trim()).find((text) => text);
  if (before && !control.ariaLabel) control.ariaLabel = before;
}

export function setText(control: Control, value: string | number): void {
  control.value = String(value);
  count(control);
}

/** Set the type of an input; a password without a role is the one to sign in with. */
export function setType(input: HTMLInputElement, type: string): void {
  input.type = type;
  if (type === "number") input.step = "any";
  if (type === "password" && !input.dataset.purpose) input.setAttribute("autocomplete", "current-password");
}

/** Use the names among `roles` that HTML knows as autocomplete names. */
export function setAutocomplete(control: Control, roles: string): void {
  const purpose = roles.split(" ").filter((role) => PURPOSES.test(role)).join(" ");
  if (!purpose) return;
  control.dataset.purpose = purpose;
  control.setAttribute("autocomplete", purpose);
  control.name = purpose;
}

export function setCharacterLimit(field: Element, limit: number): void {
  const control = controlOf(field);
  field.querySelector(".anvil-m3-character-counter")?.remove();
  control.removeAttribute("maxlength");
  if (limit < 1) return;
  control.maxLength = limit;
  const counter = document.createElement("span");
  counter.className = "anvil-m3-character-counter";
  counter.innerHTML = `<span class="anvil-m3-character-amount"></span>/${limit}`;
  field.querySelector(".anvil-m3-subcontent")?.append(counter);
  count(control);
}

/** Show an icon at the end of a field: a button where a click on it is handled. */
export function setTrailingIcon(field: Element, icon: string, clickable: boolean): void {
  const box = field.querySelector(".anvil-m3-textinput-field") as HTMLElement;
  box.querySelector(".anvil-m3-trailing-icon")?.remove();
  field.classList.toggle("anvil-m3-with-trailing-icon", icon !== "");
  if (!icon) return;
  const host = document.createElement(clickable ? "button" : "span");
  host.className = "anvil-m3-trailing-icon m3-state";
  if (host instanceof HTMLButtonElement) {
    host.type = "button";
    host.ariaLabel = ICON_DEEDS[icon] ?? icon.slice(icon.indexOf(":") + 1).replaceAll("_", " ");
  }
  const drawing = makeIcon(icon);
  drawing.classList.add("m3-icon-end");
  host.append(drawing);
  box.append(host);
}

function count(control: Control): void {
  const amount = control.closest(".anvil-m3-textinput")?.querySelector(".anvil-m3-character-amount");
  if (amount) amount.textContent = String(control.value.length);
  if (growsAlone || control.tagName !== "TEXTAREA") return;
  control.style.height = "auto";
  control.style.height = `${control.scrollHeight}px`;
}

function onInput(event: Event): void {
  const control = event.target as Control;
  if (control.matches?.(".anvil-m3-textinput-input")) count(control);
}

function onEnter(event: KeyboardEvent): void {
  const control = event.target as Element;
  if (event.key !== "Enter" || event.isComposing || !control.matches?.(".anvil-m3-textbox")) return;
  control.dispatchEvent(new Event("m3-enter"));
}

function onTrailing(event: Event): void {
  const icon = (event.target as Element).closest?.("button.anvil-m3-trailing-icon");
  icon?.closest(".anvil-m3-textinput-field")?.dispatchEvent(new CustomEvent("m3-trailing", { detail: event }));
}

export function watchFields(): void {
  document.addEventListener("input", onInput, true);
  document.addEventListener("keydown", onEnter);
  document.addEventListener("click", onTrailing);
}

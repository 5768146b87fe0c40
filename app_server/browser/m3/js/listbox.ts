/** The list a DropdownMenu opens: focus stays in the field, which says what is active, as a select-only combobox does. */
import { follow } from "./popup";

interface Option {
  label: string;
  disabled: boolean;
  style: string;
}

interface Open {
  field: HTMLInputElement;
  list: HTMLElement;
  active: number;
  stop: () => void;
}

const optionsOf = new WeakMap<Element, Option[]>();
let open: Open | undefined;
let typed = "";
let typedAt = 0;

/** Give a field its labels, one a line; `first` is the entry for None where there is one, and `style` the look of each. */
export function setOptions(field: Element, labels: string, first: string | undefined, noneAllowed: boolean, style: string): void {
  const options = (labels ? labels.split("\n") : []).map((label) => ({ label, disabled: false, style }));
  if (first !== undefined) options.unshift({ label: first, disabled: !noneAllowed, style });
  optionsOf.set(field, options);
  if (open?.field === field) close();
}

function draw(field: HTMLInputElement, options: Option[], chosen: number): HTMLElement {
  const list = document.createElement("div");
  list.className = "anvil-m3-menu anvil-m3-dropdownMenu-items-container";
  list.id = `${field.id}-list`;
  list.popover = "manual";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels?.[0]?.textContent || field.getAttribute("aria-label") || "Choices");
  list.style.background = field.dataset.menuBackground ?? "";
  options.forEach((option, index) => list.append(drawOption(field, option, index, index === chosen)));
  (field.closest("dialog, main") ?? document.body).append(list);
  return list;
}

function drawOption(field: HTMLInputElement, option: Option, index: number, chosen: boolean): HTMLElement {
  const row = document.createElement("div");
  row.className = "anvil-m3-menuItem-container m3-state";
  row.id = `${field.id}-${index}`;
  row.role = "option";
  row.dataset.index = String(index);
  row.setAttribute("aria-selected", String(chosen));
  if (option.disabled) row.setAttribute("aria-disabled", "true");
  const text = document.createElement("span");
  text.className = "anvil-m3-menuItem-labelText";
  text.textContent = option.label || "\u00a0";
  text.style.cssText = option.style;
  row.append(text);
  return row;
}

function show(field: HTMLInputElement): void {
  const options = optionsOf.get(field) ?? [];
  if (field.disabled || open?.field === field || !options.length) return;
  close();
  const chosen = Number(field.dataset.chosen ?? -1);
  const list = draw(field, options, chosen);
  list.showPopover();
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
  const box = field.closest(".anvil-m3-textinput-field") ?? field;
  open = { field, list, active: -1, stop: follow(box, list, { sameWidth: true }) };
  if (chosen >= 0) activate(chosen);
}

function close(): void {
  if (!open) return;
  open.stop();
  open.list.remove();
  open.field.setAttribute("aria-expanded", "false");
  open.field.removeAttribute("aria-activedescendant");
  open.field.removeAttribute("aria-controls");
  open = undefined;
}

function activate(index: number): void {
  if (!open) return;
  const rows = open.list.children;
  rows[open.active]?.classList.remove("anvil-m3-active");
  open.active = (index + rows.length) % rows.length;
  const row = rows[open.active];
  row.classList.add("anvil-m3-active");
  row.scrollIntoView({ block: "nearest" });
  open.field.setAttribute("aria-activedescendant", row.id);
}

function choose(index: number): void {
  if (!open) return;
  const { field } = open;
  const option = (optionsOf.get(field) ?? [])[index];
  if (!option || option.disabled) return;
  close();
  field.dispatchEvent(new CustomEvent("m3-choose", { detail: index }));
}

function findTyped(field: Element, key: string, from: number): number {
  typed = Date.now() - typedAt > 700 ? key : typed + key;
  typedAt = Date.now();
  const labels = (optionsOf.get(field) ?? []).map((option) => option.label.toLowerCase());
  const start = typed.length === 1 ? from + 1 : Math.max(from, 0);
  const order = labels.map((_, step) => (start + step) % labels.length);
  return order.find((index) => labels[index].startsWith(typed.toLowerCase())) ?? -1;
}

function onOpenKey(event: KeyboardEvent, at: Open): boolean {
  const last = at.list.children.length - 1;
  if (event.key === "ArrowDown") activate(at.active + 1);
  else if (event.key === "ArrowUp") activate(at.active < 0 ? last : at.active - 1);
  else if (event.key === "Home") activate(0);
  else if (event.key === "End") activate(last);
  else if (event.key === "Enter" || event.key === " ") at.active < 0 ? close() : choose(at.active);
  else if (event.key === "Escape") close();
  else return false;
  return true;
}

function onKey(event: KeyboardEvent): void {
  const field = event.target as HTMLInputElement;
  if (!field.matches?.(".anvil-m3-dropdownMenu-field")) return;
  const letter = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (letter) {
    show(field);
    const found = findTyped(field, event.key, open?.active ?? -1);
    if (found >= 0) activate(found);
  } else if (open?.field === field) {
    if (!onOpenKey(event, open)) return;
    event.stopPropagation();
  } else if (["ArrowDown", "ArrowUp", " ", "Enter"].includes(event.key)) show(field);
  else return;
  event.preventDefault();
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element;
  const row = target.closest?.("[role=option]") as HTMLElement | null;
  if (row && open?.list.contains(row)) return choose(Number(row.dataset.index));
  const box = target.closest?.(".anvil-m3-dropdownMenu-container .anvil-m3-textinput-field");
  const field = box?.querySelector<HTMLInputElement>(".anvil-m3-dropdownMenu-field");
  if (!field || field.disabled) return;
  field.focus();
  open?.field === field ? close() : show(field);
}

export function watchLists(): void {
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("click", onClick);
  document.addEventListener("pointerdown", (event) => {
    if (open?.list.contains(event.target as Node)) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    if (open?.list.contains(event.target as Node)) event.preventDefault();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === open?.field) close();
  });
}

/** Menus: a button that names its popover, items walked by arrow keys and first letters. */
import { follow } from "./popup";

const following = new WeakMap<Element, () => void>();

function itemsOf(menu: Element): HTMLElement[] {
  const items = [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')];
  return items.filter((item) => item.offsetParent !== null);
}

function step(items: HTMLElement[], key: string): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement);
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items[(at <= 0 ? items.length : at) - 1];
  if (key === "Home") return items[0];
  if (key === "End") return items[items.length - 1];
  if (key.length !== 1 || key === " ") return undefined;
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return order.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}

function onToggle(event: Event): void {
  const menu = event.target as HTMLElement;
  if (!menu.matches?.(".anvil-m3-menu[role=menu]")) return;
  const button = menu.previousElementSibling?.querySelector("button") ?? menu.previousElementSibling;
  const open = (event as ToggleEvent).newState === "open";
  following.get(menu)?.();
  if (!open || !button) return;
  following.set(menu, follow(button, menu, { gap: 4 }));
  itemsOf(menu)[0]?.focus({ preventScroll: true });
}

function onKey(event: KeyboardEvent): void {
  const menu = (event.target as Element).closest?.(".anvil-m3-menu[role=menu]:popover-open") as HTMLElement | null;
  if (!menu) return;
  if (event.key === "Tab") return menu.hidePopover();
  const next = step(itemsOf(menu), event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** A chosen item closes its menu before its own handler runs, so that a dialog opened there keeps the focus. */
function onChoose(event: Event): void {
  const item = (event.target as Element).closest?.('[role="menuitem"]');
  const menu = item?.closest<HTMLElement>(".anvil-m3-menu:popover-open");
  if (menu && !(item as HTMLButtonElement).disabled) menu.hidePopover();
}

export function watchMenus(): void {
  document.addEventListener("toggle", onToggle, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onChoose, true);
}

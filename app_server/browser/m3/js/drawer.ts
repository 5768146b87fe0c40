/** The drawer on a phone: a modal panel that holds the focus; and the app bar that darkens when the page is scrolled. */
const SIDE = ":scope > :is(.anvil-m3-navigation-drawer, .anvil-m3-navigation-rail)";
const modal = matchMedia("(max-width: 839px)");
let shown: HTMLElement | undefined;
let openedBy: HTMLElement | undefined;

function rest(structure: Element, side: Element): HTMLElement[] {
  const others = [...structure.children] as HTMLElement[];
  return others.filter((part) => part !== side && !part.classList.contains("anvil-m3-scrim"));
}

/** Show the drawer of a layout's root element; where there is no button for it, it is always shown. */
export function openDrawer(structure: Element): void {
  const side = structure.querySelector<HTMLElement>(SIDE);
  const button = structure.querySelector<HTMLElement>(".anvil-m3-drawer-open-btn");
  if (!side || side === shown || !button?.offsetParent) return;
  shown = side;
  openedBy = document.activeElement as HTMLElement;
  side.classList.add("anvil-m3-shown");
  for (const part of rest(structure, side)) part.inert = true;
  document.body.style.overflow = "hidden";
  side.querySelector<HTMLElement>("[aria-current], a, button")?.focus();
}

/** Put the drawer away and give the focus back. */
export function closeDrawer(): void {
  if (!shown) return;
  const structure = shown.parentElement;
  shown.classList.remove("anvil-m3-shown");
  if (structure) for (const part of rest(structure, shown)) part.inert = false;
  document.body.style.overflow = "";
  shown = undefined;
  openedBy?.focus();
}

/** Colour the page's body for as long as a layout wants it; "" leaves it to the style sheet. */
export function setPageStyle(css: string, value: string): void {
  document.body.style.setProperty(css, value);
}

function onClick(event: Event): void {
  const target = event.target as Element;
  if (target.closest?.("[data-m3-skip]")) return document.querySelector<HTMLElement>(".anvil-m3-content")?.focus();
  const button = target.closest?.(".anvil-m3-drawer-open-btn");
  if (button) return openDrawer(button.closest(".anvil-m3-structure") as Element);
  const leaving = target.closest?.(".anvil-m3-navigation-scrim, .anvil-m3-shown .anvil-m3-navigation-link");
  if (leaving) closeDrawer();
}

function keepFocus(event: KeyboardEvent): void {
  if (!shown) return;
  if (event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]")) return closeDrawer();
  if (event.key !== "Tab") return;
  const stops = [...shown.querySelectorAll<HTMLElement>("a[href], button:not(:disabled), input:not(:disabled), [tabindex='0']")];
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}

function onScroll(): void {
  const bar = document.querySelector(".anvil-m3-top-app-bar");
  bar?.classList.toggle("anvil-m3-scrolled", window.scrollY > 0);
}

export function watchDrawers(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", keepFocus);
  document.addEventListener("scroll", onScroll, { passive: true });
  modal.addEventListener("change", closeDrawer);
}

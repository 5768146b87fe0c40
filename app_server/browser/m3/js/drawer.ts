/** Drawers and side sheets in narrow windows: modal panels that hold the focus; and the app bar that darkens when the page is scrolled. */
const SIDE = ":scope > :is(.anvil-m3-navigation-drawer, .anvil-m3-navigation-rail)";
const SHEET = ":scope > .anvil-m3-sidesheet";
const STOPS = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex='0']";
const drawerIsModal = matchMedia("(max-width: 839px)");
const sheetIsModal = matchMedia("(max-width: 1199px)");

/** The panel that is modal now, what is beside it, what had the focus before, and how the person puts it away. */
interface Held {
  panel: HTMLElement;
  others: HTMLElement[];
  openedBy: HTMLElement;
  putAway: () => void;
}

let held: Held | undefined;

const stopsIn = (panel: Element) => [...panel.querySelectorAll<HTMLElement>(STOPS)].filter((stop) => stop.checkVisibility());

function hold(panel: HTMLElement, putAway: () => void): void {
  release();
  const parts = [...panel.parentElement!.children] as HTMLElement[];
  const others = parts.filter((part) => part !== panel && !part.classList.contains("anvil-m3-scrim"));
  held = { panel, others, openedBy: document.activeElement as HTMLElement, putAway };
  for (const part of others) part.inert = true;
  document.body.style.overflow = "hidden";
  (stopsIn(panel)[0] ?? panel).focus();
}

/** Let the rest of the page go on, and give the focus back. */
function release(): void {
  if (!held) return;
  const { others, openedBy } = held;
  held = undefined;
  for (const part of others) part.inert = false;
  document.body.style.overflow = "";
  openedBy.focus();
}

/** Show the drawer of a layout's root element; where there is no button for it, it is always shown. */
export function openDrawer(structure: Element): void {
  const side = structure.querySelector<HTMLElement>(SIDE);
  const button = structure.querySelector<HTMLElement>(".anvil-m3-drawer-open-btn");
  if (!side || side === held?.panel || !button?.offsetParent) return;
  side.classList.add("anvil-m3-shown");
  hold(side, closeDrawer);
}

/** Put the drawer away and give the focus back. */
export function closeDrawer(): void {
  if (!held?.panel.classList.contains("anvil-m3-shown")) return;
  held.panel.classList.remove("anvil-m3-shown");
  release();
}

/** Let the side sheet of a layout's root element hold the focus while it is open and covers the page; "m3-put-away" tells of a person's wish. */
export function watchSheet(structure: Element): void {
  const sheet = structure.querySelector<HTMLElement>(SHEET)!;
  const covers = sheet.isConnected && sheet.checkVisibility() && sheetIsModal.matches;
  if (covers && held?.panel !== sheet) hold(sheet, () => sheet.dispatchEvent(new Event("m3-put-away")));
  if (!covers && held?.panel === sheet) release();
}

function watchSheets(): void {
  for (const structure of document.querySelectorAll(".anvil-m3-structure")) watchSheet(structure);
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
  const leaving = target.closest?.(".anvil-m3-scrim, .anvil-m3-shown .anvil-m3-navigation-link");
  if (leaving) held?.putAway();
}

function keepFocus(event: KeyboardEvent): void {
  if (!held) return;
  if (event.key === "Escape" && !document.querySelector(":popover-open, dialog[open]")) return held.putAway();
  if (event.key !== "Tab") return;
  const stops = stopsIn(held.panel);
  const [edge, next] = event.shiftKey ? [stops[0], stops[stops.length - 1]] : [stops[stops.length - 1], stops[0]];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  next?.focus();
}

function onScroll(): void {
  const bar = document.querySelector(".anvil-m3-top-app-bar");
  bar?.classList.toggle("anvil-m3-scrolled", window.scrollY > 0);
}

export function watchDrawers(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", keepFocus);
  document.addEventListener("scroll", onScroll, { passive: true });
  drawerIsModal.addEventListener("change", closeDrawer);
  sheetIsModal.addEventListener("change", watchSheets);
}

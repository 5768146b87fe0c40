/** The thin bar at the top of the page while calls of the server are under way, and the same over one component. */
const SHOWN_AFTER_MILLISECONDS = 400;

let calls = 0;
let waiting = 0;
let bar: HTMLElement | undefined;
const covers = new WeakMap<HTMLElement, { cover: HTMLElement; minHeight: string; position: string }>();

function newBar(className: string): HTMLElement {
  const made = Object.assign(document.createElement("div"), { className });
  made.setAttribute("role", "progressbar");
  made.setAttribute("aria-label", "Loading");
  return made;
}

function show(): void {
  bar ??= newBar("anvil-loading");
  if (!bar.isConnected) document.body.append(bar);
  document.getElementById("anvil-app")?.setAttribute("aria-busy", "true");
}

export function busy(): void {
  if (calls++ === 0) waiting = window.setTimeout(show, SHOWN_AFTER_MILLISECONDS);
}

export function done(): void {
  if (--calls > 0) return;
  clearTimeout(waiting);
  bar?.style.removeProperty("--anvil-progress");
  bar?.remove();
  document.getElementById("anvil-app")?.removeAttribute("aria-busy");
}

/** How much of an upload has gone, 0 to 1. */
export function setProgress(share: number): void {
  if (share < 1) bar?.style.setProperty("--anvil-progress", `${Math.round(share * 100)}%`);
  else bar?.style.removeProperty("--anvil-progress");
}

/** Lay the sign over an element, which takes no clicks until `uncover`; `minHeight` is CSS, or a number of pixels. */
export function cover(host: HTMLElement, minHeight: string): void {
  if (covers.has(host)) return;
  const made = newBar("anvil-loading anvil-cover");
  covers.set(host, { cover: made, minHeight: host.style.minHeight, position: host.style.position });
  if (getComputedStyle(host).position === "static") host.style.position = "relative";
  if (minHeight) host.style.minHeight = /^[\d.]+$/.test(minHeight) ? `${minHeight}px` : minHeight;
  host.setAttribute("aria-busy", "true");
  host.append(made);
}

export function uncover(host: HTMLElement): void {
  const covered = covers.get(host);
  if (!covered) return;
  covers.delete(host);
  covered.cover.remove();
  host.style.minHeight = covered.minHeight;
  host.style.position = covered.position;
  host.removeAttribute("aria-busy");
}

/** The thin bar at the top of the page while calls of the server are under way. */
const SHOWN_AFTER_MILLISECONDS = 400;

let calls = 0;
let waiting = 0;
let bar: HTMLElement | undefined;

function show(): void {
  bar ??= Object.assign(document.createElement("div"), { className: "anvil-loading" });
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", "Loading");
  if (!bar.isConnected) document.body.append(bar);
}

export function busy(): void {
  if (calls++ === 0) waiting = window.setTimeout(show, SHOWN_AFTER_MILLISECONDS);
}

export function done(): void {
  if (--calls > 0) return;
  clearTimeout(waiting);
  bar?.style.removeProperty("--anvil-progress");
  bar?.remove();
}

/** How much of an upload has gone, 0 to 1. */
export function setProgress(share: number): void {
  if (share < 1) bar?.style.setProperty("--anvil-progress", `${Math.round(share * 100)}%`);
  else bar?.style.removeProperty("--anvil-progress");
}

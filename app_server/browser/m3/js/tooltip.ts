/** One tooltip for the page, shown after a rest of the pointer or at once for the keyboard. */
import { follow } from "./popup";

const REST_MILLISECONDS = 500;
const WIDE_PIXELS = 160;
const bubble = document.createElement("div");
bubble.className = "anvil-m3-tooltip";
bubble.popover = "manual";
bubble.setAttribute("role", "tooltip");

let waiting = 0;
let stop: (() => void) | undefined;

function hide(): void {
  clearTimeout(waiting);
  stop?.();
  stop = undefined;
  bubble.remove();
}

function show(host: HTMLElement): void {
  hide();
  bubble.textContent = host.dataset.m3Tooltip ?? "";
  (host.closest("dialog") ?? document.body).append(bubble);
  bubble.showPopover();
  const beside = host.firstElementChild ?? host;
  const wide = beside.getBoundingClientRect().width > WIDE_PIXELS;
  stop = follow(beside, bubble, { placement: wide ? "bottom-start" : "bottom", gap: 4 });
}

function hostOf(event: Event): HTMLElement | null {
  return (event.target as Element).closest?.("[data-m3-tooltip]") as HTMLElement | null;
}

export function watchTooltips(): void {
  document.addEventListener("pointerover", (event) => {
    const host = hostOf(event);
    clearTimeout(waiting);
    if (!host) return hide();
    if (event.pointerType === "mouse") waiting = window.setTimeout(show, REST_MILLISECONDS, host);
  });
  document.addEventListener("focusin", (event) => {
    const host = hostOf(event);
    // Later: focus also comes back while a menu is closing, when nothing else may be opened.
    if (host && (event.target as Element).matches(":focus-visible")) waiting = window.setTimeout(show, 0, host);
  });
  for (const name of ["focusout", "pointerdown", "scroll"]) document.addEventListener(name, hide, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

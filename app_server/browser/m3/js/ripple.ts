/** Material Web's ripple, given to a control when a pointer first reaches it, so that hundreds of controls cost nothing. */
export function watchRipples(): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  document.addEventListener("pointerover", (event) => {
    const host = (event.target as Element).closest?.(".m3-state");
    if (!host || host.querySelector(":scope > md-ripple")) return;
    host.append(document.createElement("md-ripple"));
  });
}

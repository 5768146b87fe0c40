/** The page for browsers without JavaScript Promise Integration, on which Python waits for answers. */

/** Whether WebAssembly can wait for a promise here. */
export function canSuspend(): boolean {
  return "Suspending" in WebAssembly && "promising" in WebAssembly;
}

const BROWSERS = ["Chrome or Edge 137", "Firefox 152", "Safari 27", "Samsung Internet 29"];

export function sayTooOld(): void {
  const items = BROWSERS.map((browser) => `<li>${browser} or later</li>`).join("");
  document.getElementById("anvil-skeleton")!.innerHTML =
    '<div class="anvil-start-problem" role="alert"><h1>This browser is too old</h1>' +
    `<p>Update it, or open this page in one of these:</p><ul>${items}</ul></div>`;
}

/** The page for browsers without JavaScript Promise Integration, on which Python waits for answers. */
import { sayProblem } from "./problem";

/** Whether WebAssembly can wait for a promise here. */
export function canSuspend(): boolean {
  return typeof WebAssembly === "object" && "Suspending" in WebAssembly && "promising" in WebAssembly;
}

const BROWSERS = ["Chrome or Edge 137", "Firefox 152", "Safari 27", "Samsung Internet 29"];

export function sayTooOld(): void {
  const items = BROWSERS.map((browser) => `<li>${browser} or later</li>`).join("");
  sayProblem("This browser is too old", `<p>Update it, or open this page in one of these:</p><ul>${items}</ul>`);
}

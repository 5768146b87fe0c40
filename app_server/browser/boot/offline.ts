/** The banner for when the server cannot be reached; it asks again until the server answers. */
import { noteVersion } from "./version";

const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 15000;
const AWAY_MILLISECONDS = 60000;

let banner: HTMLElement | undefined;
let pause = FIRST_PAUSE_MILLISECONDS;
let waiting = 0;

/** Whether the server answers now. */
export async function isOnline(): Promise<boolean> {
  // A failed fetch would be written to the console by the browser; offline is known without one.
  const answer = navigator.onLine ? await fetch("/_/health", { cache: "no-store" }).catch(() => undefined) : undefined;
  if (answer) noteVersion(answer.headers);
  return answer?.ok ?? false;
}

async function ask(): Promise<void> {
  clearTimeout(waiting);
  if (await isOnline()) return reached();
  pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS);
  waiting = window.setTimeout(ask, pause);
}

function reached(): void {
  clearTimeout(waiting);
  banner?.remove();
  banner = undefined;
  pause = FIRST_PAUSE_MILLISECONDS;
}

/** Show the banner and keep asking for the server. */
export function sayUnreachable(): void {
  if (banner) return;
  banner = document.createElement("div");
  banner.className = "anvil-offline";
  banner.setAttribute("role", "status");
  banner.innerHTML = "<span>The server cannot be reached. What you typed is still here.</span><button>Try now</button>";
  banner.querySelector("button")!.addEventListener("click", () => void ask());
  document.body.append(banner);
  waiting = window.setTimeout(ask, pause);
}

/** A page that comes back after a while asks whether there is a new version, before anything is typed into it. */
function watchReturn(): void {
  let left = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) left = Date.now();
    else if (Date.now() - left > AWAY_MILLISECONDS) void isOnline();
  });
}

export function watchConnection(): void {
  watchReturn();
  window.addEventListener("offline", sayUnreachable);
  window.addEventListener("online", () => banner && void ask());
}

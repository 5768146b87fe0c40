/** The banner for when the server cannot be reached; it asks again until the server answers. */
const FIRST_PAUSE_MILLISECONDS = 1000;
const LONGEST_PAUSE_MILLISECONDS = 15000;

let banner: HTMLElement | undefined;
let pause = FIRST_PAUSE_MILLISECONDS;
let waiting = 0;

/** Whether the server answers now. */
export async function isOnline(): Promise<boolean> {
  // A failed fetch would be written to the console by the browser; offline is known without one.
  const answer = navigator.onLine ? await fetch("/_/health", { cache: "no-store" }).catch(() => undefined) : undefined;
  return answer?.ok ?? false;
}

async function ask(): Promise<void> {
  clearTimeout(waiting);
  if (await isOnline()) return reached();
  pause = Math.min(pause * 1.5, LONGEST_PAUSE_MILLISECONDS);
  waiting = window.setTimeout(ask, pause);
}

/** Whether the server has another app now than the one this page was loaded with: it may have been away for that. */
async function isStale(): Promise<boolean> {
  const shell = await fetch("/", { cache: "no-store" }).then((answer) => answer.text());
  const mine = JSON.parse(document.getElementById("anvil-config")!.textContent!).app as string;
  return shell.includes('"/_/app/') && !shell.includes(`"${mine}"`);
}

function offerNewVersion(): void {
  if (document.querySelector(".anvil-stale")) return;
  const offer = document.createElement("div");
  offer.className = "anvil-offline anvil-stale";
  offer.setAttribute("role", "status");
  offer.innerHTML = "<span>There is a new version. Save what you are doing, then reload.</span><button>Reload</button>";
  offer.querySelector("button")!.addEventListener("click", () => location.reload());
  document.body.append(offer);
}

async function reached(): Promise<void> {
  clearTimeout(waiting);
  if (await isStale().catch(() => false)) offerNewVersion();
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

export function watchConnection(): void {
  window.addEventListener("offline", sayUnreachable);
  window.addEventListener("online", () => banner && void ask());
}

/** The offer to load the page again when the server has another version of the app than this page is of. */
import { config } from "./config";

const HEADER = "X-App-Version";
let offered = config.version;

/** Whether the server has another version than this page. */
export const isStale = () => offered !== config.version;

/** Look at which version answers; offer to reload when it is a new one, and only once for each. */
export function noteVersion(headers: Pick<Headers, "get">): void {
  const version = headers.get(HEADER);
  if (!version || version === offered) return;
  offered = version;
  document.querySelector(".anvil-stale")?.remove();
  if (isStale()) offerNewVersion();
}

function offerNewVersion(): void {
  const offer = document.createElement("div");
  offer.className = "anvil-offline anvil-stale";
  offer.setAttribute("role", "status");
  offer.innerHTML = "<span>There is a new version. Save what you are doing, then reload.</span><button>Later</button><button>Reload</button>";
  const [later, reload] = offer.querySelectorAll("button") as unknown as [HTMLElement, HTMLElement];
  later.addEventListener("click", () => offer.remove());
  reload.addEventListener("click", () => location.reload());
  document.body.append(offer);
}

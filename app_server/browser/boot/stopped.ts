/** The banner for when Python itself has failed, which no handler of the app can know of. */

/** Say so once, and offer to load the page again. */
export function sayStopped(error: unknown): void {
  console.error(error);
  if (document.querySelector(".anvil-stopped")) return;
  const banner = document.createElement("div");
  banner.className = "anvil-offline anvil-stopped";
  banner.setAttribute("role", "alert");
  banner.innerHTML = "<span>This page has stopped working.</span><button>Reload</button>";
  banner.querySelector("button")!.addEventListener("click", () => location.reload());
  document.body.append(banner);
}

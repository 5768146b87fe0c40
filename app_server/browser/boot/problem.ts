/** The page that says why there is no app to be seen. */

/** Show it in place of what was being loaded; `help` is HTML of ours. */
export function sayProblem(title: string, help: string): HTMLElement {
  const host = document.getElementById("anvil-skeleton") ?? document.body.appendChild(document.createElement("div"));
  host.id = "anvil-skeleton";
  host.removeAttribute("aria-busy");
  host.innerHTML = `<div class="anvil-start-problem" role="alert"><h1></h1>${help}</div>`;
  host.querySelector("h1")!.textContent = title;
  document.title = `${title} · ${document.title}`;
  return host;
}

/** The same with a button that loads the page again. */
export function offerReload(title: string, text: string): void {
  const host = sayProblem(title, "<p></p><button>Reload</button>");
  host.querySelector("p")!.textContent = text;
  host.querySelector("button")!.addEventListener("click", () => location.reload());
}

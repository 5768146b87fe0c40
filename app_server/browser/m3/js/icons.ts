/** Icons as inline SVG: those the app names come with the bundle, any other is fetched once, with all the rest. */
import bundled from "m3-icons";
import everythingUrl from "m3-icons-all";

type Paths = Record<string, string>;

const known: Paths = { ...bundled };
let everything: Promise<Paths> | undefined;

function drawing(boxAndPath: string): string {
  const [box, path] = boxAndPath.split("|");
  return `<svg viewBox="${box}" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
}

/** Every icon; where the server cannot be reached none, and the next icon asks again. */
async function fetchAll(): Promise<Paths> {
  const answer = await fetch(everythingUrl).catch(() => undefined);
  if (answer?.ok) return answer.json();
  everything = undefined;
  return {};
}

async function drawLater(span: HTMLElement, name: string): Promise<void> {
  everything ??= fetchAll();
  Object.assign(known, await everything);
  if (span.dataset.icon === name && known[name]) span.innerHTML = drawing(known[name]);
}

/** An icon's element; an unknown name leaves it empty. */
export function makeIcon(name: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "m3-icon";
  span.dataset.icon = name;
  span.setAttribute("aria-hidden", "true");
  if (known[name]) span.innerHTML = drawing(known[name]);
  else void drawLater(span, name);
  return span;
}

/** Show the icon called `name` ("mi:home") at the start or end of `host`, in place of the one there; "" removes it. */
export function setIcon(host: Element, name: string, place: "start" | "end" = "start"): HTMLElement | null {
  const mark = `m3-icon-${place}`;
  host.querySelector(`:scope > .${mark}`)?.remove();
  if (!name) return null;
  const icon = makeIcon(name);
  icon.classList.add(mark);
  if (place === "start") host.prepend(icon);
  else host.append(icon);
  return icon;
}

/** What Python's `anvil` calls: the DOM in few, large steps, events back into Python, calls of the server. */
import { closeDialog, addDialogButton, hideNotice, openDialog, showNotice } from "./dialogs";
import { append, cloner, drawCells, drawOptions, drawPaging, markupCloner, scrollIntoView, setHtml, setRichText, setRoles } from "./dom";
import { asBlob, blobOf, fetchBlob, followLink, readFile } from "./files";
import { busy, done } from "./loading";
import { callServer, logToServer } from "./transport";

type Entry = { callPromising(...args: unknown[]): Promise<unknown> };

let enterDomEvent: Entry;
let enterTick: Entry;

/** Take Python's ways in; each call runs so that Python may wait for promises. */
export function setPython(domEvent: Entry, tick: Entry): void {
  enterDomEvent = domEvent;
  enterTick = tick;
}

/** Python is entered a moment after the event: too late to keep the browser from opening what is dropped on the page. */
const KEPT_FROM_BROWSER = ["dragover", "drop"];

/** What was dropped can be read only during the event: let the event hold a copy. */
function keepDropped(event: DragEvent): void {
  const kept = new DataTransfer();
  for (const file of event.dataTransfer?.files ?? []) kept.items.add(file);
  for (const kind of event.dataTransfer?.types ?? [])
    if (kind !== "Files") kept.setData(kind, event.dataTransfer!.getData(kind));
  Object.defineProperty(event, "dataTransfer", { value: kept });
}

function listen(element: EventTarget, type: string, componentId: number, index: number): void {
  element.addEventListener(type, (event) => {
    if (KEPT_FROM_BROWSER.includes(type)) event.preventDefault();
    if (type === "drop") keepDropped(event as DragEvent);
    void enterDomEvent.callPromising(componentId, index, event);
  });
}

function removeSkeleton(): void {
  document.getElementById("anvil-skeleton")?.remove();
}

/** Put the open form's element in the place of the one before. */
function showForm(element: Element): void {
  document.getElementById("anvil-app")!.replaceChildren(element);
  removeSkeleton();
  window.scrollTo(0, 0);
  if (!performance.getEntriesByName("anvil-shown").length) performance.mark("anvil-shown");
}

/** The text after "#" as it stands in the address. */
function urlHash(): string {
  return location.hash.replace(/^#/, "");
}

/** Set it as a new entry of the history, or in place of the present one; no event follows. */
function setUrlHash(hash: string, replace: boolean): void {
  const address = hash ? `#${hash}` : location.pathname + location.search;
  if (replace) history.replaceState(null, "", address);
  else if (hash !== urlHash()) history.pushState(null, "", address);
}

export const pageApi = {
  addDialogButton, append, asBlob, blobOf, busy, callServer, cloner, closeDialog, done, drawCells, drawOptions, drawPaging,
  fetchBlob, followLink, hideNotice, listen, logToServer, markupCloner, openDialog, readFile, removeSkeleton, scrollIntoView, setHtml,
  setRichText, setRoles, setUrlHash, showForm, showNotice, urlHash,
  address: () => location.pathname,
  fromEntries: Object.fromEntries,
  importModule: (address: string) => import(address),
  objectUrl: (blob: Blob) => URL.createObjectURL(blob),
  openWindow: (address: string) => void window.open(address),
  pause: (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  printError: (text: string) => console.error(text),
  promising: (entry: Entry) => (...args: unknown[]) => entry.callPromising(...args),
  reload: () => location.reload(),
  revokeUrl: (address: string) => URL.revokeObjectURL(address),
  startTimer: (id: number, seconds: number) => setInterval(() => void enterTick.callPromising(id), seconds * 1000),
  stopTimer: (timer: number) => clearInterval(timer),
};

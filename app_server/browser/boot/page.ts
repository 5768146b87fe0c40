/** What Python's `anvil` calls: the DOM in few, large steps, events back into Python, calls of the server. */
import { closeDialog, addDialogButton, hideNotice, openDialog, showNotice } from "./dialogs";
import { answerCalls, offerCalls } from "./calls";
import * as dom from "./dom";
import { asBlob, blobOf, dataUrl, fetchBlob, followLink, printWindow, readFile } from "./files";
import * as htmlSlots from "./html-slots";
import { imageSize, rotated, thumbnail } from "./images";
import { enterPython, interop, settled } from "./interop";
import { busy, cover, done, uncover } from "./loading";
import { isOnline } from "./offline";
import { offerReload } from "./problem";
import { request } from "./request";
import * as richText from "./rich-text";
import { findGlobal, runScripts, themeHtml, wrapped } from "./scripts";
import { sayStopped } from "./stopped";
import { callServer, logToServer } from "./transport";
import { isStale } from "./version";

type Entry = { callPromising(...args: unknown[]): Promise<unknown> };

let enterDomEvent: Entry;
let enterTick: Entry;

/** Take Python's ways in; each call runs so that Python may wait for promises. */
export function setPython(domEvent: Entry, tick: Entry, uncaught: Entry, pageCall: Entry): void {
  enterDomEvent = domEvent;
  enterTick = tick;
  offerCalls(pageCall);
  const report = (thrown: unknown) => void enterPython(uncaught, thrown).catch(sayStopped);
  window.addEventListener("error", (event) => event.error && report(event.error));
  window.addEventListener("unhandledrejection", (event) => report(event.reason));
}

const pageIds = new WeakMap<EventTarget, number>();

/** The id of the component that listens to the nearest element around this one, 0 where there is none. */
function pageIdAround(element: Element | null): number {
  for (let around = element; around; around = around.parentElement) {
    const id = pageIds.get(around);
    if (id) return id;
  }
  return 0;
}

function listen(element: EventTarget, type: string, componentId: number, index: number): void {
  pageIds.set(element, componentId);
  element.addEventListener(type, (event) => {
    enterPython(enterDomEvent, componentId, index, event).catch(sayStopped);
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

function tick(timerId: number): Promise<unknown> {
  return enterPython(enterTick, timerId).catch(sayStopped);
}

/** The text after "#" as it stands in the address. */
function urlHash(): string {
  return location.hash.replace(/^#/, "");
}

/** Set it as a new entry of the history; the page's listeners of "hashchange" hear of it. */
function setUrlHash(hash: string): void {
  location.hash = hash;
}

export const pageApi = {
  ...dom, ...htmlSlots, ...richText,
  addDialogButton, answerCalls, asBlob, blobOf, busy, callServer, closeDialog, cover, dataUrl, done, fetchBlob, findGlobal, followLink,
  hideNotice, imageSize, isOnline, isStale, listen, logToServer, offerReload, openDialog, printWindow, readFile, removeSkeleton, request, rotated, runScripts,
  focusedElement: () => (document.activeElement === document.body ? null : document.activeElement),
  pageIdAround, setUrlHash, settled, showForm, showNotice, themeHtml, thumbnail, uncover, urlHash, wrapped,
  js: interop,
  address: () => location.pathname,
  importModule: (address: string) => settled(import(new URL(address, location.href).href)),
  objectUrl: (blob: Blob) => URL.createObjectURL(blob),
  origin: () => location.origin,
  pause: (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  printError: (text: string) => console.error(text),
  printWarning: (text: string) => console.warn(text),
  reload: () => location.reload(),
  revokeUrl: (address: string) => URL.revokeObjectURL(address),
  startTimer: (id: number, seconds: number) => setInterval(() => void tick(id), seconds * 1000),
  stopTimer: (timer: number) => clearInterval(timer),
};

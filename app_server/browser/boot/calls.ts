/** `anvil.call(element, "method", …)`: how JavaScript of an app's markup calls the form around it. */
import { enterPython } from "./interop";

type Entry = Parameters<typeof enterPython>[0];
type Outcome = { value?: unknown; error?: unknown };

/** The page's `anvil` object, which page.html makes before any script of the app runs. */
const pageAnvil = (window as unknown as { anvil: { _loadAppAfter: Promise<void>[] } }).anvil;

const answering = new WeakMap<Element, number>();

/** Let the component of that id answer calls from inside the element. */
export function answerCalls(element: Element, componentId: number): void {
  answering.set(element, componentId);
}

/** Kept when everything has come for which scripts of the app's head asked to wait, with `anvil.deferLoad()`. */
export const whenLoaded = () => Promise.all(pageAnvil._loadAppAfter);

/** Take Python's way in, and give the page's JavaScript its `anvil` object. */
export function offerCalls(entry: Entry): void {
  const call = (from: unknown, name: string, ...args: unknown[]): Promise<unknown> | undefined => {
    const element = elementOf(from);
    if (!element) {
      console.error("Cannot call anvil function on HTML Panel:", from, "Did you forget to supply 'this' as the first argument to anvil.call?");
      return undefined;
    }
    return callAround(entry, element, name, args);
  };
  Object.assign(pageAnvil, { call });
}

/** An element, the first of a collection such as jQuery's, or that of a selector. */
function elementOf(from: any): Element | null {
  if (typeof from === "string") return document.querySelector(from);
  return from instanceof Element ? from : (from?.[0] ?? null);
}

async function callAround(entry: Entry, element: Element, name: string, args: unknown[]): Promise<unknown> {
  let around: Element | null = element;
  while (around && !answering.has(around)) around = around.parentElement;
  if (!around) throw new Error(`anvil.call() first argument should be a child DOM element of the Form instance you wish to call the function on. The DOM element provided has no parent Form instance. Got ${element} element.`);
  const outcome: Outcome = {};
  await enterPython(entry, answering.get(around), outcome, name, ...args);
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

/** What `anvil.js` needs to handle values of JavaScript one by one, without Pyodide's own ideas of them. */

/** `true` while Python may be running below this code; a call of Python cannot wait for anything then. */
type Running = () => boolean;
type Promising = { callPromising(...args: unknown[]): Promise<unknown> };
type Python = Promising & ((...args: unknown[]) => unknown);
type Outcome = { value?: unknown; error?: unknown; isDone?: boolean };

const callbacks = new Map<string, WeakRef<object>>();
const forgotten = new FinalizationRegistry((key: string) => {
  if (!callbacks.get(key)?.deref()) callbacks.delete(key);
});
const pythons = new WeakMap<object, unknown>();
const NOT_CONSTRUCTORS = new Set<unknown>([Number, String, Symbol, Boolean, BigInt]);
const NATIVE_CLASS = /^class|^function[\w()\s]+\{\s+\[native code\]\s+\}$/;

let isRunning: Running;
let hasLeft: () => void;
let plainCalls = 0;

/** Take how to know that Python is running, and how to say that it has just ended or begun to wait. */
export function setRunning(running: Running, left: () => void): void {
  isRunning = running;
  hasLeft = left;
}

/** Enter Python so that it may wait: at once, or in a moment when it is running already. */
export function enterPython(entry: Promising, ...args: unknown[]): Promise<unknown> {
  const isNested = isRunning();
  const ended = entry.callPromising(...args);
  // Without this the next of several events of one task would be taken for one that Python has raised.
  if (!isNested) hasLeft();
  return ended;
}

/** How many calls of Python that cannot wait are under way. */
export const plainCallsUnderWay = () => plainCalls;

/** Whether a function is to be called with `new`; what has only a plain prototype is a function. */
function isClass(value: Function): boolean {
  const prototype = value.prototype;
  if (prototype === undefined) return value === Proxy;
  if (NATIVE_CLASS.test(Function.prototype.toString.call(value))) return !NOT_CONSTRUCTORS.has(value);
  return Object.getOwnPropertyNames(prototype).length > 1 || Object.getPrototypeOf(prototype) !== Object.prototype;
}

/** What sort of object it is: how Python sees it. */
function kindOf(value: object): string {
  if (pythons.has(value)) return "python";
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  if (Array.isArray(value)) return Object.isFrozen(value) ? "frozen" : "array";
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return "plain";
  if (prototype === Uint8Array.prototype) return "bytes";
  if (prototype === Map.prototype) return "map";
  return prototype === Set.prototype ? "set" : "object";
}

function nameOf(value: any): string {
  if (typeof value === "function") return value.name || "(native JS)";
  return value[Symbol.toStringTag] || value.constructor?.name || "proxyobject";
}

/** Python has one word for what JavaScript calls null; undefined would take the parameter's default. */
const given = (args: unknown[]) => args.map((arg) => (arg === undefined ? null : arg));

function allNames(value: object): string[] {
  const names = new Set<string>();
  for (let at = value; at && at !== Object.prototype && at !== Function.prototype; at = Object.getPrototypeOf(at))
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  return [...names];
}

function unlessFailed(outcome: Outcome): unknown {
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

/** Run Python to its end, or to where it waits: a promise then. */
function enter(python: Python, args: unknown[]): unknown {
  const outcome: Outcome = {};
  if (isRunning()) {
    plainCalls++;
    try {
      python(outcome, ...args.map(hold));
    } finally {
      plainCalls--;
    }
    return unlessFailed(outcome);
  }
  const ended = enterPython(python, outcome, ...args.map(hold));
  return outcome.isDone ? unlessFailed(outcome) : ended.then(() => unlessFailed(outcome));
}

/** The function that stands for a callable of Python; the same one as long as JavaScript keeps it. */
function callback(key: string, python: Python): object {
  const made = (...args: unknown[]) => enter(python, args);
  callbacks.set(key, new WeakRef(made));
  forgotten.register(made, key);
  pythons.set(made, python);
  return made;
}

/** The text of anything that can be thrown. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return Object.prototype.toString.call(thrown);
  }
}

/** What Python's side of Pyodide can carry, around whatever was thrown. */
function failure(thrown: unknown): Error {
  return Object.assign(new Error(textOf(thrown)), { thrown });
}

function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    throw failure(thrown);
  }
}

function isConstructor(value: unknown): boolean {
  try {
    Reflect.construct(Object, [], value as Function);
    return true;
  } catch {
    return false;
  }
}

/** A promise on its way through Python, which would make a future of it. */
class Held {
  constructor(readonly promise: PromiseLike<unknown>) {}
}

const held = new WeakMap<object, Held>();

function hold(value: any): unknown {
  if (typeof value?.then !== "function") return value;
  if (!held.has(value)) held.set(value, new Held(value));
  return held.get(value);
}

const release = (value: unknown) => (value instanceof Held ? value.promise : value);

/** Wait for a promise; what it came to or what it was rejected with, never rejected itself. */
export async function settled(promise: unknown): Promise<{ value?: unknown; thrown?: unknown }> {
  try {
    return { value: await release(promise) };
  } catch (thrown) {
    return { thrown };
  }
}

const steps = {
  allNames,
  callback,
  isConstructor,
  kindOf,
  nameOf,
  textOf,
  array: (...items: unknown[]) => given(items),
  call: (target: Function, bound: unknown, ...args: unknown[]) => guarded(() => Reflect.apply(target, bound, given(args))),
  construct: (target: Function, ...args: unknown[]) => guarded(() => Reflect.construct(target, given(args))),
  entries: (map: Map<unknown, unknown>) => [...map],
  errorOf: (text: string, python: unknown) => Object.assign(new Error(text), { anvilPython: python }),
  fail: (outcome: Outcome, error: unknown) => Object.assign(outcome, { error, isDone: true }),
  fill: (array: unknown[], items: unknown[]) => void array.splice(0, array.length, ...items),
  fillMap: (map: Map<unknown, unknown>, entries: [unknown, unknown][]) => {
    map.clear();
    for (const [key, value] of entries) map.set(key, value);
  },
  fillSet: (set: Set<unknown>, items: unknown[]) => {
    set.clear();
    for (const item of items) set.add(item);
  },
  knownCallback: (key: string) => callbacks.get(key)?.deref(),
  finish: (outcome: Outcome, value: unknown) => Object.assign(outcome, { value: value === undefined ? null : value, isDone: true }),
  get: (target: any, name: string) => guarded(() => target[name]),
  has: (target: object, name: string) => name in target,
  isElement: (value: unknown) => value instanceof Element,
  isPromise: (value: any) => value instanceof Promise,
  isThenable: (value: any) => typeof value?.then === "function",
  items: (set: Set<unknown>) => [...set],
  iterator: (target: any) => target[Symbol.iterator]?.(),
  keys: (target: object) => Object.keys(target),
  object: (names: string[], values: unknown[]) => Object.fromEntries(names.map((name, at) => [name, values[at]])),
  python: (value: object) => pythons.get(value),
  remove: (target: any, name: string) => delete target[name],
  set: (target: any, name: string, value: unknown) =>
    guarded(() => void (target[name] = value === undefined ? null : value)),
  setOf: (items: unknown[]) => new Set(items),
  typeOf: (value: unknown) => typeof value,
};

type Step = (...args: any[]) => unknown;

function whole(step: Step): Step {
  return (...args) => hold(step(...args.map(release)));
}

export const interop = {
  ...Object.fromEntries(Object.entries(steps).map(([name, step]) => [name, whole(step as Step)])),
  window,
};

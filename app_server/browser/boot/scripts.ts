/**
 * JavaScript in an app's own HTML: script elements, and attributes such as onclick.
 *
 * The page's security policy runs what has the page's nonce, and only that. It is given to what stands in the app's
 * files (client code, form templates, theme), so that markup made of data that somebody typed runs nothing.
 */
const PREFIX = "data-anvil-handler-";
const HAS_HANDLERS = /\son\w+\s*=/i;
const SCRIPT = /^<script\b/i;
const SCRIPT_OR_TAG = /<script\b[^]*?<\/script\s*>|<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
const ATTRIBUTE = /\s+[^\s=>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?/g;
const ENTITIES: Record<string, string> = { "&quot;": '"', "&#x27;": "'", "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };

const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
const ran = new WeakSet<Element>();
const compiledHandlers = new Map<string, EventListener>();
let files = "";
let plainFiles: string | undefined;

/** Take the text of the app's client code and templates. */
export const prepareScripts = (bundle: string) => trust(bundle);

/** The text of one of the theme's files, whose scripts are the app's own. */
export async function themeHtml(path: string): Promise<string> {
  const address = new URL(`/_/theme/${path}`, location.href);
  const answer = address.pathname.startsWith("/_/theme/") ? await fetch(address) : undefined;
  if (!answer?.ok) return "";
  const text = await answer.text();
  await trust(text);
  return text;
}

/** Let scripts of this text run; load jQuery, which Anvil's pages have, where it is used. */
async function trust(text: string): Promise<void> {
  files += text;
  plainFiles = undefined;
  if (!("jQuery" in window) && /\bjQuery\b|\$[(.]/.test(text)) {
    const { default: jQuery } = await import("jquery");
    Object.assign(window, { $: jQuery, jQuery });
  }
}

/** The element as jQuery wraps it, where that is loaded: what functions of Anvil's pages are called on. */
export const wrapped = (element: Element) => (window as { jQuery?: (given: unknown) => unknown }).jQuery?.(element) ?? element;

/** Nothing but what is the same in a file, in a text of Python or JSON, and in what the browser makes of it (onClick too). */
function plain(text: string): string {
  return text.replace(/&(?:quot|#x27|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity).replace(/\\+[ntr]?|\s+/g, "").toLowerCase();
}

function isOwn(...wholes: string[]): boolean {
  plainFiles ??= plain(files);
  return wholes.some((whole) => plainFiles!.includes(plain(whole)));
}

function refuse(what: string): void {
  console.warn(`Not run, as it does not stand in the app's files: ${what.slice(0, 200)}`);
}

/** Markup, parsed where nothing of it runs; its attributes such as onclick wait for `setHandlers` under other names. */
export function fragmentOf(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = HAS_HANDLERS.test(html) ? html.replace(SCRIPT_OR_TAG, renamed) : html;
  return template.content;
}

/** A start tag with its handlers renamed: as they are, the browser would report each as a breach of the policy. */
function renamed(part: string): string {
  return SCRIPT.test(part) ? part : part.replace(ATTRIBUTE, (attribute) => attribute.replace(/^(\s+)(on\w)/i, `$1${PREFIX}$2`));
}

/** Give elements the handlers that their markup has for them. */
export function setHandlers(root: Element): void {
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) if (name.startsWith(PREFIX)) setHandler(element, name, value);
  }
}

function setHandler(element: Element, attribute: string, code: string): void {
  const name = attribute.slice(PREFIX.length);
  element.removeAttribute(attribute);
  if (!(name in element)) element.setAttribute(name, code);
  else if (isOwn(`${name}="${code}"`, `${name}='${code}'`)) Object.assign(element, { [name]: handlerOf(code) });
  else refuse(`${name}="${code}"`);
}

function handlerOf(code: string): EventListener {
  if (!compiledHandlers.has(code)) compiledHandlers.set(code, valueOf(`function(event){${code}\n}`) as EventListener);
  return compiledHandlers.get(code)!;
}

/** What the expression is in the page's global scope; undefined when it cannot be evaluated. */
function valueOf(expression: string): unknown {
  const script = document.createElement("script") as HTMLScriptElement & { found?: unknown };
  script.nonce = nonce;
  script.text = `try{document.currentScript.found=(${expression})}catch{}`;
  document.head.append(script);
  script.remove();
  return script.found;
}

/** The value of a global name, dots allowed, also of one that a script declared with const, let or class. */
export function findGlobal(name: string): unknown {
  return /^[\p{L}\p{N}_$]+(\.[\p{L}\p{N}_$]+)*$/u.test(name) ? valueOf(name) : undefined;
}

/** Run the scripts in the element that have not run, one after the other; a promise where one is to be loaded first. */
export function runScripts(root: Element): Promise<void> | null {
  let before: Promise<void> | null = null;
  for (const script of root.querySelectorAll("script")) {
    if (ran.has(script)) continue;
    ran.add(script);
    const source = script.getAttribute("src");
    if (!isOwn(...(source === null ? [`>${script.text}</script`] : [`src="${source}"`, `src='${source}'`]))) {
      refuse(source ?? script.text);
      continue;
    }
    const running: Promise<void> | null = before ? before.then(() => run(script) ?? undefined) : run(script);
    before = running ?? before;
  }
  return before;
}

/** Whether `setHandlers` has to look at copies of elements that were made of this markup. */
export const hasHandlers = (html: string) => HAS_HANDLERS.test(html);

/** Put a copy, which the browser runs, in the script's place; a promise where others are to wait for it. */
function run(script: HTMLScriptElement): Promise<void> | null {
  if (!script.isConnected) return null;
  const copy = document.createElement("script");
  for (const { name, value } of script.attributes) copy.setAttribute(name, value);
  copy.nonce = nonce;
  copy.async = script.hasAttribute("async");
  copy.text = script.text;
  ran.add(copy);
  const isAwaited = copy.src && !copy.async && copy.type.toLowerCase() !== "module";
  const loaded = isAwaited ? new Promise<void>((resolve) => (copy.onload = copy.onerror = () => resolve())) : null;
  script.replaceWith(copy);
  return loaded;
}

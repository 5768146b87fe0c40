"""The script that shows a sign-up form on pages of other sites: no library, nothing of the page's own is touched.

The form stands in a shadow root with a constructed style sheet, so that it needs no inline style or script of the page
(strict Content-Security-Policies allow it) and neither side's styles reach the other. Where a page wants Trusted Types
(https://www.w3.org/TR/trusted-types/), markup comes in by the policy ``mybizz-form``, which such a page has to name.
A form is light or dark as what it stands on.
"""

SCRIPT = r"""(() => {
"use strict";
const form = __SETTINGS__;
const tag = document.currentScript;
const memory = "mybizz-form-" + form.slug;
const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
const inline = form.kind === "inline";

const remembered = () => { try { return Number(localStorage.getItem(memory)) || 0; } catch { return 0; } };
const restFor = (days) => {
  try { localStorage.setItem(memory, String(Date.now() + days * 86400000)); } catch { /* storage may be forbidden */ }
};
// A page may allow no policy of this name, and need none; and of one name there may be no second.
const policy = () => {
  try { return trustedTypes.createPolicy("mybizz-form", { createHTML: (html) => html }); } catch { return null; }
};
const trusted = window.mybizzFormPolicy ||= policy();
const markup = (html) => trusted ? trusted.createHTML(html) : html;
const post = (what, body) => fetch(`${form.origin}/embed/${form.slug}/${what}`,
  { method: "POST", body: JSON.stringify(body), credentials: "omit", headers: { "Content-Type": "text/plain" } });

const place = () => {
  const spot = document.querySelector(`[data-mybizz-form="${form.slug}"]`);
  const host = document.createElement("div");
  if (inline && spot) spot.append(host);
  else if (inline && tag && tag.parentElement && tag.parentElement !== document.head) tag.after(host);
  else document.body.append(host);
  return host;
};

// Whether the ground that an element stands on is dark: the nearest that is painted, or the browser's own canvas.
const onDark = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const [red, green, blue, alpha = 1] = (getComputedStyle(each).backgroundColor.match(/[\d.]+/g) || []).map(Number);
    if (alpha > .5) return .299 * red + .587 * green + .114 * blue < 128;
  }
  const canvas = document.createElement("span");
  canvas.style.color = "CanvasText";
  document.body.append(canvas);
  const [red] = getComputedStyle(canvas).color.match(/\d+/g).map(Number);
  canvas.remove();
  return red > 128;
};

const dressed = (host) => {
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(form.style);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = document.createElement("style");
    style.textContent = form.style;
    root.append(style);
  }
  return root;
};

const show = () => {
  const host = place();
  const root = dressed(host);
  const box = document.createElement(form.kind === "popup" ? "dialog" : "section");
  box.className = `mybizz ${form.kind} ${form.side} ${onDark(host.parentElement) ? "dark" : ""}`;
  box.setAttribute("aria-labelledby", "title");
  box.innerHTML = markup(form.html);
  const before = document.activeElement;
  const close = () => {
    if (form.rest_days) restFor(form.rest_days);
    host.remove();
    if (before && before.focus && !inline) before.focus();
  };
  if (!inline) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "close";
    button.setAttribute("aria-label", "Close");
    button.textContent = "\u00d7";
    button.addEventListener("click", close);
    box.append(button);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); close(); } });
    box.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
    box.addEventListener("click", (event) => { if (event.target === box && form.kind === "popup") close(); });
  }
  root.append(box);
  if (form.kind === "popup") {
    box.showModal();
    const first = box.querySelector("form input:not([type=hidden]), form textarea, form select");
    if (first) first.focus();
  }
  box.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); send(box); });
  const where = { page: location.href, from: document.referrer };
  post("view", where).catch(() => {});
  box.addEventListener("input", once(() => post("begin", where).catch(() => {})));
};

const say = (box, problem, wrong) => {
  box.querySelector(".problem").textContent = problem;
  let first = null;
  for (const place of box.querySelectorAll("[data-for]")) {
    const text = wrong[place.dataset.for.replace("answer:", "")] || "";
    const field = box.querySelector(`[name="${CSS.escape(place.dataset.for)}"]`);
    place.textContent = text;
    if (text) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    if (text && !first) first = field;
  }
  if (first) first.focus();
};

const send = async (box) => {
  const button = box.querySelector("form button");
  const fields = Object.fromEntries(new FormData(box.querySelector("form")));
  const { stamp, ...typed } = fields;
  button.disabled = true;
  say(box, "", {});
  try {
    const where = { page: location.href, from: document.referrer };
    const response = await post("submit", { stamp, key, ...where, fields: typed });
    const answer = await response.json();
    if (!answer.ok) return say(box, Object.keys(answer.wrong).length ? "" : answer.problem, answer.wrong);
    restFor(365);
    if (answer.done.url) return location.assign(answer.done.url);
    box.querySelectorAll("form, p, h2").forEach((part) => part.remove());
    box.insertAdjacentHTML("afterbegin", markup(form.done));
    box.querySelector("#title").focus();
  } catch {
    say(box, "This did not get through. Please check your connection and send it once more.", {});
  } finally {
    button.disabled = false;
  }
};

const once = (start) => { let begun = false; return () => { if (!begun) { begun = true; start(); } }; };
const wait = {
  at_once: (go) => go(),
  delay: (go) => setTimeout(go, form.seconds * 1000),
  scroll: (go) => addEventListener("scroll", () => {
    const page = document.documentElement;
    if ((scrollY + innerHeight) / page.scrollHeight * 100 >= form.percent) go();
  }, { passive: true }),
  exit: (go) => {
    document.addEventListener("mouseout", (event) => { if (!event.relatedTarget && event.clientY <= 0) go(); });
    // Where there is no pointer to leave the page with, half a minute stands for it.
    if (matchMedia("(hover: none)").matches) setTimeout(go, 30000);
  },
};
const begin = () => {
  if (inline) return show();
  if (Date.now() >= remembered()) wait[form.trigger](once(show));
};
if (document.readyState === "loading" && (!inline || !tag)) document.addEventListener("DOMContentLoaded", begin);
else begin();
})();
"""

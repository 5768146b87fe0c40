// What can be computed about the look of the page that is open; each function answers with short descriptions of faults.
(() => {
  const named = (element) => {
    const text = (element.getAttribute("aria-label") || element.innerText || element.value || "").trim().slice(0, 40);
    return `<${element.localName} class="${String(element.getAttribute("class") || "").slice(0, 60)}"> ${text}`;
  };
  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest("[inert]");

  // What an element's surroundings let through of it; null for nothing. Kept for as long as one look at the page takes.
  let windows = new Map();
  function windowOf(element) {
    if (!element || element === document.body) return { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
    if (windows.has(element)) return windows.get(element);
    const style = getComputedStyle(element);
    let open = style.clipPath === "none" ? windowOf(element.parentElement) : null;
    if (open && (style.overflowX !== "visible" || style.overflowY !== "visible")) {
      open = intersection(open, element.getBoundingClientRect());
    }
    windows.set(element, open);
    return open;
  }

  function intersection(a, b) {
    const left = Math.max(a.left, b.left), right = Math.min(a.right, b.right);
    const top = Math.max(a.top, b.top), bottom = Math.min(a.bottom, b.bottom);
    return right - left > 2 && bottom - top > 2 ? { left, top, right, bottom } : null;
  }

  const visiblePart = (element, box) => {
    const open = windowOf(element);
    return open && intersection(open, box);
  };

  // What lies over the page on purpose: bars, sheets, floating buttons. They are compared with one another only.
  function layer(element) {
    for (let around = element; around; around = around.parentElement) {
      const position = getComputedStyle(around).position;
      if (position === "fixed" || position === "sticky" || around.matches("dialog,[popover]")) return around;
    }
    return null;
  }

  const CONTROLS = "a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button],[role=slider]";

  function boxes() {
    windows = new Map();
    const found = [];
    const add = (element, box, isControl) => {
      const part = isShown(element) && visiblePart(element, box);
      if (part) found.push({ element, isControl, layer: layer(element), ...part });
    };
    for (const control of document.querySelectorAll(CONTROLS)) add(control, control.getBoundingClientRect(), true);
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement;
      if (!texts.currentNode.data.trim() || element.closest("script,style,svg,select,textarea")) continue;
      const range = document.createRange();
      range.selectNodeContents(texts.currentNode);
      for (const box of range.getClientRects()) add(element, box, false);
    }
    return found;
  }

  // A field's own label, icon or counter lies within the field; so does what is part of the same control.
  const belong = (one, other) =>
    one.contains(other) || other.contains(one) ||
    [[one, other], [other, one]].some(([a, b]) =>
      a.matches("input,select,textarea") && (a.parentElement.contains(b) || a.parentElement.parentElement.contains(b)));

  function overlaps() {
    const all = boxes().sort((a, b) => a.top - b.top);
    const faults = new Set();
    for (let i = 0; i < all.length; i++) {
      for (let j = i + 1; j < all.length && all[j].top < all[i].bottom - 2; j++) {
        const [a, b] = [all[i], all[j]];
        const isApart = b.left >= a.right - 2 || a.left >= b.right - 2;
        if (isApart || a.layer !== b.layer || belong(a.element, b.element)) continue;
        if (!a.isControl && !b.isControl && a.element === b.element) continue;
        faults.add(`${named(a.element)} OVER ${named(b.element)}`);
      }
    }
    return [...faults];
  }

  function sideways() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return isShown(element) && (box.right > root.clientWidth + 1 || box.left < -1);
    });
    return [`${root.scrollWidth} pixels wide instead of ${root.clientWidth}: ${wide.slice(-1).map(named)}`];
  }

  // Once nothing moves for two frames, or after a while that is long enough for everything but what never rests.
  const atRest = () =>
    new Promise((done) => {
      let calm = 0;
      const look = () => {
        calm = document.getAnimations().some((each) => each.playState === "running") ? 0 : calm + 1;
        calm > 1 ? done() : requestAnimationFrame(look);
      };
      setTimeout(done, 800);
      look();
    });

  // What is wrong with where things are when the page is read in that direction.
  async function laidOut(direction) {
    document.documentElement.dir = direction;
    await atRest();
    return { sideways: sideways(), overlaps: overlaps() };
  }

  const moving = () =>
    document.getAnimations().filter((each) => each.playState === "running" && isShown(each.effect.target))
      .map((each) => `${each.animationName || each.transitionProperty} of ${named(each.effect.target)}`);

  function focused() {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  }

  // The thumb of a range is out of reach for getComputedStyle; the rules that hold for it now are not.
  const THUMB = "::-webkit-slider-thumb";
  const rulesOfThumb = (element) =>
    [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
      .filter((rule) => rule.selectorText?.endsWith(THUMB) && element.matches(rule.selectorText.slice(0, -THUMB.length)))
      .map((rule) => rule.cssText);

  // Everything about an element and its neighbourhood by which a focus can show. The neighbourhood is what is around it
  // up to four levels, as long as that is few; each part is looked at once.
  function appearance(element) {
    const looks = element.matches("[type=range]") ? rulesOfThumb(element) : [];
    const neighbours = new Set();
    let around = element;
    for (let up = 0; up < 4 && around && around !== document.body; up++) {
      neighbours.add(around);
      const within = around.querySelectorAll("*");
      if (within.length < 60) within.forEach((each) => neighbours.add(each));
      around = around.parentElement || around.getRootNode().host;
    }
    for (const each of neighbours) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(each, part);
        looks.push([style.outlineStyle !== "none" && style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor,
          style.borderWidth, style.backgroundColor, style.opacity, style.display, style.color, style.textDecorationLine, style.top]);
      }
    }
    return JSON.stringify(looks);
  }

  const seen = new Map();
  let last = null;
  let hasComeRound = false;

  // Note what has the focus now, and whether Tab has come round to something it had been at before. What comes back to
  // where it was has not come round: past the last stop a browser leaves the page, and may do so while keys are coming.
  function noteFocus() {
    const element = focused();
    if (!element || element === document.body) return;
    if (element !== last && seen.has(element)) hasComeRound = true;
    last = element;
    if (!seen.has(element)) seen.set(element, appearance(element));
  }

  // A focus is noted when the next key leaves it, so that all that it set off has been done; what leaves the page for a
  // frame within it is not told by a key.
  const noteAtTab = (event) => event.key === "Tab" && noteFocus();

  function beginWalk() {
    document.activeElement.blur();
    scrollTo(0, 0);
    seen.clear();
    last = null;
    hasComeRound = false;
    addEventListener("keydown", noteAtTab, true);
    addEventListener("blur", noteFocus);
  }

  // Whether the walk may end. What was passed over, because keys came faster than the page, is reached in another round;
  // what Tab never reaches costs all the stops that a walk may have.
  function isRound() {
    noteFocus();
    return hasComeRound && missed().length === 0;
  }

  async function endWalk() {
    removeEventListener("keydown", noteAtTab, true);
    removeEventListener("blur", noteFocus);
    document.activeElement.blur();
    await atRest();
    return unfocused();
  }

  // Controls that Tab should have led to and has not yet.
  function missed() {
    windows = new Map();
    const reached = new Set();
    for (const element of seen.keys()) {
      for (let up = element; up; up = up.parentElement || up.getRootNode().host) reached.add(up);
    }
    const within = document.querySelector("dialog:modal") ?? document;
    return [...within.querySelectorAll(CONTROLS)].filter((element) =>
      isShown(element) && visiblePart(element, element.getBoundingClientRect()) && !element.disabled &&
      !element.ariaDisabled && element.tabIndex >= 0 && element.type !== "radio" && !reached.has(element));
  }

  // To be called with nothing focused: those that looked the same with the focus, and those that never got it.
  function unfocused() {
    const same = [...seen].filter(([element, look]) => element.isConnected && appearance(element) === look);
    return [...same.map(([element]) => `focus is not seen on ${named(element)}`), ...missed().map((each) => `Tab does not reach ${named(each)}`)];
  }

  window.looks = { atRest, laidOut, moving, beginWalk, isRound, endWalk };
})();

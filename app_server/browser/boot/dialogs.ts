/** Modal dialogs and notices, on the browser's own top layer. */

const BUTTON = "anvil-dialog-button anvil-m3-button anvil-m3-text-button m3-state";
const NOTICE_STEP_MILLISECONDS = 100;
const closers = new WeakMap<HTMLDialogElement, () => void>();
const clocks = new WeakMap<HTMLElement, number>();
let made = 0;
let pressed: KeyboardEvent | undefined;

window.addEventListener("keydown", (event) => (pressed = event), true);

/** The Enter that opens or closes a dialog must not press the button that has the focus after that. */
function spendEnter(): void {
  if (pressed?.key === "Enter" && pressed.eventPhase !== Event.NONE) pressed.preventDefault();
}

function onBackdrop(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return event.target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

/** Say to those who cannot see it what the dialog is about. */
function describe(dialog: HTMLDialogElement): void {
  const [title, content] = dialog.children as unknown as [Element, Element];
  made += 1;
  title.id = `anvil-dialog-title-${made}`;
  content.id = `anvil-dialog-content-${made}`;
  if (title.textContent) dialog.setAttribute("aria-labelledby", title.id);
  else dialog.setAttribute("aria-label", (content.textContent || "Dialog").slice(0, 80));
  if (!content.firstElementChild && content.textContent) dialog.setAttribute("aria-describedby", content.id);
}

/** The cross that closes: last in the order of the keyboard, so that the dialog opens on what matters. */
function closeButton(className: string, onClick: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.setAttribute("aria-label", "Close");
  button.addEventListener("click", onClick);
  return button;
}

function closeOnDismissal(dialog: HTMLDialogElement): void {
  if (dialog.firstElementChild!.textContent) dialog.append(closeButton("anvil-dialog-close m3-state", () => dialog.close()));
  dialog.addEventListener("mousedown", (event) => onBackdrop(dialog, event) && dialog.close());
}

function stayOpen(dialog: HTMLDialogElement): void {
  dialog.addEventListener("cancel", (event) => event.target === dialog && event.preventDefault());
  // A browser lets Escape close any dialog the second time, unless the key itself is stopped.
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
}

/** Show a dialog; the promise is kept when it is closed, by an answer or, when it may, by Escape, cross or a click outside. */
export function openDialog(dialog: HTMLDialogElement, dismissible: boolean): Promise<void> {
  document.body.append(dialog);
  if (dismissible) closeOnDismissal(dialog);
  else stayOpen(dialog);
  describe(dialog);
  spendEnter();
  dialog.showModal();
  return new Promise((resolve) => {
    closers.set(dialog, resolve);
    dialog.addEventListener("close", (event) => event.target === dialog && resolve());
  });
}

export function closeDialog(dialog: HTMLDialogElement): void {
  spendEnter();
  dialog.close();
  closers.get(dialog)?.();
}

export function addDialogButton(actions: Element, label: string, style: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `${BUTTON} ${style ? `anvil-role-${style}` : ""}`.trim();
  button.innerHTML = '<span class="anvil-m3-button-text"></span>';
  button.firstElementChild!.textContent = label;
  actions.append(button);
  return button;
}

function noticesHost(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".anvil-notifications");
  if (found) return found;
  const host = document.createElement("div");
  host.className = "anvil-notifications";
  host.setAttribute("role", "status");
  host.popover = "manual";
  document.body.append(host);
  return host;
}

/** Count down while nobody points at the notice or is in it with the keyboard; whoever made it hears of the end. */
function countDown(notice: HTMLElement, seconds: number): void {
  let left = seconds * 1000;
  const step = () => {
    if (!notice.matches(":hover, :focus-within")) left -= NOTICE_STEP_MILLISECONDS;
    if (left <= 0) endNotice(notice);
  };
  clocks.set(notice, window.setInterval(step, NOTICE_STEP_MILLISECONDS));
}

function endNotice(notice: HTMLElement): void {
  clearInterval(clocks.get(notice));
  notice.dispatchEvent(new CustomEvent("anvil-notice-over"));
}

/** Show a notice above everything, also above an open dialog, for so many seconds; 0: until it is hidden. */
export function showNotice(notice: HTMLElement, seconds: number): void {
  const host = noticesHost();
  if (/danger|warning/.test(notice.dataset.style ?? "")) notice.setAttribute("role", "alert");
  if (!notice.querySelector(".anvil-notification-close"))
    notice.append(closeButton("anvil-notification-close m3-state", () => endNotice(notice)));
  host.append(notice);
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
  if (seconds > 0) countDown(notice, seconds);
}

export function hideNotice(notice: HTMLElement): void {
  const host = noticesHost();
  clearInterval(clocks.get(notice));
  notice.remove();
  if (!host.childElementCount && host.matches(":popover-open")) host.hidePopover();
}

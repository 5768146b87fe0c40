/** Modal dialogs and notices, on the browser's own top layer. */

const BUTTON = "anvil-dialog-button anvil-m3-button anvil-m3-text-button m3-state";
const closers = new WeakMap<HTMLDialogElement, () => void>();

function onBackdrop(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return event.target === dialog && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}

/** Show a dialog; the promise is kept when it is closed, by an answer or, when it may, by Escape or a click outside. */
export function openDialog(dialog: HTMLDialogElement, dismissible: boolean): Promise<void> {
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => {
    if (event.target === dialog && !dismissible) event.preventDefault();
  });
  dialog.addEventListener("mousedown", (event) => {
    if (dismissible && onBackdrop(dialog, event)) dialog.close();
  });
  const title = dialog.querySelector(".anvil-dialog-title");
  if (title?.textContent) dialog.setAttribute("aria-label", title.textContent);
  dialog.showModal();
  return new Promise((resolve) => {
    closers.set(dialog, resolve);
    dialog.addEventListener("close", (event) => event.target === dialog && resolve());
  });
}

export function closeDialog(dialog: HTMLDialogElement): void {
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

/** Show a notice above everything, also above an open dialog. */
export function showNotice(notice: HTMLElement): void {
  const host = noticesHost();
  host.append(notice);
  if (host.matches(":popover-open")) host.hidePopover();
  host.showPopover();
}

export function hideNotice(notice: HTMLElement): void {
  const host = noticesHost();
  notice.remove();
  if (!host.childElementCount && host.matches(":popover-open")) host.hidePopover();
}

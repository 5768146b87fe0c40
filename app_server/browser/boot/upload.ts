/** The card that shows how much of a file has been sent, with a button that stops it. */
const SHOWN_AFTER_MILLISECONDS = 400;
const STALLED_AFTER_MILLISECONDS = 30000;
const BYTES_OF_MEGABYTE = 1024 * 1024;

const CARD =
  '<div class="anvil-notification-content"><span></span><progress max="1" value="0"></progress></div>' +
  '<button type="button" class="anvil-m3-button anvil-m3-text-button m3-state"><span class="anvil-m3-button-text">Cancel</span></button>';

/** Call `lost` when the line is gone, or nothing has gone over it for a while: the request itself may never notice. */
export function watchLine(request: XMLHttpRequest, lost: () => void): void {
  let waiting = window.setTimeout(lost, STALLED_AFTER_MILLISECONDS);
  window.addEventListener("offline", lost);
  request.upload.addEventListener("progress", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(lost, STALLED_AFTER_MILLISECONDS);
  });
  request.upload.addEventListener("loadend", () => {
    clearTimeout(waiting);
    window.removeEventListener("offline", lost);
  });
}

const inMegabytes = (bytes: number) => (bytes / BYTES_OF_MEGABYTE).toFixed(bytes < 10 * BYTES_OF_MEGABYTE ? 1 : 0);

function titleOf(contents: Blob[]): string {
  const names = contents.flatMap((content) => (content instanceof File ? [content.name] : []));
  if (names.length > 1) return `Sending ${names.length} files`;
  return names.length ? `Sending ${names[0]}` : "Sending";
}

/** In the open dialog, if there is one: what is outside it takes no clicks. */
function show(card: HTMLElement): void {
  const dialogs = document.querySelectorAll("dialog:modal");
  (dialogs[dialogs.length - 1] ?? document.body).append(card);
  card.showPopover();
}

/** Show the card while the request sends its body, if that takes a moment; `cancel` is called when the person stops it. */
export function showUpload(request: XMLHttpRequest, contents: Blob[], cancel: () => void): void {
  const card = document.createElement("div");
  card.className = "anvil-notification anvil-upload";
  card.popover = "manual";
  card.setAttribute("role", "group");
  card.innerHTML = CARD;
  const [words, progress, button] = [card.querySelector("span")!, card.querySelector("progress")!, card.querySelector("button")!];
  const title = titleOf(contents);
  card.setAttribute("aria-label", title);
  progress.setAttribute("aria-label", title);
  words.textContent = title;
  button.addEventListener("click", cancel);
  const waiting = window.setTimeout(show, SHOWN_AFTER_MILLISECONDS, card);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    progress.value = event.loaded / event.total;
    words.textContent = `${title}: ${inMegabytes(event.loaded)} of ${inMegabytes(event.total)} MB`;
  });
  request.upload.addEventListener("loadend", () => {
    clearTimeout(waiting);
    card.remove();
  });
}

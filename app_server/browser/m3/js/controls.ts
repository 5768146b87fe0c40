/** What native elements do not do by themselves: links without an address, cards as buttons, files dropped on a button. */

/** Links that only run code have no address to go to. */
function stayHere(event: Event): void {
  if ((event.target as Element).closest?.("a[data-m3-inert]")) event.preventDefault();
}

function pressCard(event: KeyboardEvent): void {
  const card = event.target as HTMLElement;
  if (!card.matches?.(".anvil-m3-interactive") || !["Enter", " "].includes(event.key)) return;
  event.preventDefault();
  card.click();
}

function loaderOf(event: Event): { button: HTMLButtonElement; input: HTMLInputElement } | undefined {
  const button = (event.target as Element).closest?.<HTMLButtonElement>(".anvil-m3-fileloader-container");
  const input = button?.nextElementSibling;
  return button && !button.disabled && input instanceof HTMLInputElement ? { button, input } : undefined;
}

function chooseFiles(event: Event): void {
  loaderOf(event)?.input.click();
}

function dragOver(event: DragEvent): void {
  if (loaderOf(event)) event.preventDefault();
}

function drop(event: DragEvent): void {
  const loader = loaderOf(event);
  if (!loader || event.defaultPrevented || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  loader.input.files = event.dataTransfer.files;
  loader.input.dispatchEvent(new Event("change"));
}

export function watchControls(): void {
  document.addEventListener("click", stayHere, true);
  document.addEventListener("click", chooseFiles);
  document.addEventListener("keydown", pressCard);
  document.addEventListener("dragover", dragOver);
  document.addEventListener("drop", drop);
}

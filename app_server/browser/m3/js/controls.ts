/** What native elements do not do by themselves: links without an address, cards as buttons, the button of a FileLoader. */

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

function chooseFiles(event: Event): void {
  const button = (event.target as Element).closest?.<HTMLButtonElement>(".anvil-m3-fileloader-container");
  if (button && !button.disabled) (button.nextElementSibling as HTMLInputElement).click();
}

export function watchControls(): void {
  document.addEventListener("click", stayHere, true);
  document.addEventListener("click", chooseFiles);
  document.addEventListener("keydown", pressCard);
}

/** Text fields: count characters as they are typed, and let text areas grow where CSS alone cannot. */
const growsAlone = CSS.supports("field-sizing", "content");

function onInput(event: Event): void {
  const input = event.target as HTMLInputElement | HTMLTextAreaElement;
  if (!input.matches?.(".anvil-m3-textinput-input")) return;
  const count = input.closest(".anvil-m3-textinput")?.querySelector(".anvil-m3-character-amount");
  if (count) count.textContent = String(input.value.length);
  if (growsAlone || input.tagName !== "TEXTAREA") return;
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

/** Links that only run code have no address to go to. */
function onClick(event: Event): void {
  const link = (event.target as Element).closest?.("a[data-m3-inert]");
  if (link) event.preventDefault();
}

export function watchFields(): void {
  document.addEventListener("input", onInput, true);
  document.addEventListener("click", onClick, true);
}

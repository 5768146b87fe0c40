/** What a native range cannot draw by itself: the part already passed, its steps, and its value in words. */

/** Say on the slider around `input` how far it is. */
export function drawSlider(input: HTMLInputElement): void {
  const slider = input.parentElement as HTMLElement;
  const [least, most, value] = [input.min, input.max, input.value].map(Number);
  slider.style.setProperty("--m3-fraction", String((value - least) / (most - least || 1)));
  slider.style.setProperty("--m3-steps", String(Math.max(1, Math.floor((most - least) / (Number(input.step) || 1)))));
  slider.dataset.value = input.value;
}

export function watchSliders(): void {
  document.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    if (input.matches?.(".anvil-m3-slider-input")) drawSlider(input);
  }, true);
}

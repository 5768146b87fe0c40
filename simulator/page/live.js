// Shows what comes in while one looks, unless somebody is typing.
const place = document.querySelector("[data-count], [data-talk]");
const isTyping = () => [...document.querySelectorAll("textarea, input[type=search]")].some((field) => field === document.activeElement || field.value !== field.defaultValue);
let seen = null;

async function look() {
  const answer = await fetch("/api/state").catch(() => null);
  if (!answer || !answer.ok) return;
  const state = await answer.json();
  const now = `${state.messages} ${JSON.stringify(state.callbacks)} ${state.quiet}`;
  if (seen !== null && seen !== now && !isTyping()) location.reload();
  seen = seen ?? now;
}

if (place) {
  look();
  setInterval(look, 2000);
}

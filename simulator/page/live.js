// Shows what comes in while one looks, unless somebody is typing; and times as the reader's own clock does.
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

const clock = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" };
for (const time of document.querySelectorAll("time")) {
  const moment = new Date(time.dateTime);
  time.title = moment.toString();
  time.textContent = moment.toLocaleString(undefined, clock);
}

if (place) {
  look();
  setInterval(look, 2000);
}

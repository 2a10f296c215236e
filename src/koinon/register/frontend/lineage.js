// Deciding restatements by keyboard: every key presses a button or goes to a field that is on the page.
const rows = () => [...document.querySelectorAll("[data-restatement]")];
const current = () => document.activeElement?.closest?.("[data-restatement]");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

function step(by) {
  const all = rows();
  const here = all.indexOf(current());
  const next = all[here < 0 && by > 0 ? 0 : here + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const moves = { j: () => step(1), s: () => step(1), k: () => step(-1) };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && current()) {
    current().focus();
    return;
  }
  if (typing(event.target)) return;
  const target = current()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!moves[event.key] && !target) return;
  event.preventDefault();
  if (moves[event.key]) moves[event.key]();
  else if (target.matches("input")) target.focus();
  else target.click();
});

// Back from a decision: what stands in its place.
if (location.hash === "#next") rows()[0]?.focus();

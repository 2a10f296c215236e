// The review page by keyboard: every key presses a button or follows a link that is on the page,
// so that nothing can be done here that cannot be done without this script.
const page = document.querySelector("[data-review]");
const text = page.querySelector(".review-text");

const cards = () => [...page.querySelectorAll("li.card")];
const current = () => page.querySelector("li.card.current") ?? document.activeElement.closest?.("li.card");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function choose(card, { focus = true } = {}) {
  if (!card) return;
  for (const other of page.querySelectorAll(".current")) other.classList.remove("current");
  card.classList.add("current");
  const spans = text.querySelectorAll(`mark[data-card="${CSS.escape(card.dataset.key)}"]`);
  for (const span of spans) span.classList.add("current");
  spans[0]?.scrollIntoView({ block: "center", behavior: calm });
  card.scrollIntoView({ block: "nearest", behavior: calm });
  if (focus) card.focus({ preventScroll: true });
}

function step(by, fits = () => true) {
  const all = cards();
  const here = all.indexOf(current());
  const ahead = by > 0 ? all.slice(here + 1) : all.slice(0, Math.max(here, 0)).reverse();
  choose(ahead.find(fits));
}

const isOpen = (card) => card.dataset.state === "open";

// The offset in the document's text of one end of a selection inside the text column.
function offset(node, within) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  return run ? Number(run.dataset.start) + within : null;
}

function add() {
  const selection = getSelection();
  const address = new URL(page.dataset.add, location.href);
  if (selection.rangeCount && !selection.isCollapsed && text.contains(selection.anchorNode)) {
    const range = selection.getRangeAt(0);
    address.searchParams.set("words", selection.toString());
    address.searchParams.set("near", offset(range.startContainer, range.startOffset) ?? 0);
  }
  location.assign(address);
}

const moves = {
  j: () => step(1),
  k: () => step(-1),
  o: () => step(1, isOpen),
  n: add,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const card = current();
  if (event.key === "Escape" && card) {
    const form = card.querySelector(".card-form");
    const cancel = form.querySelector('[data-key="Escape"]');
    if (cancel) cancel.click();
    else form.replaceChildren();
    choose(card);
    return;
  }
  if (typing(event.target)) return;
  const move = moves[event.key];
  const button = card?.querySelector(`.card-actions [data-key="${CSS.escape(event.key)}"]`);
  if (!move && !button) return;
  event.preventDefault();
  if (move) move();
  else button.click();
});

text.addEventListener("click", (event) => {
  const span = event.target.closest("mark[data-card]");
  if (span && getSelection().isCollapsed) choose(document.getElementById(`card-${span.dataset.card}`));
});

page.addEventListener("focusin", (event) => {
  const card = event.target.closest("li.card");
  if (card && card !== current()) choose(card, { focus: false });
});

// After a card was replaced: its span follows, and after a decision the next open card is chosen.
let before = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const card = event.detail.target.closest?.("li.card");
  before = card && { key: card.dataset.key, state: card.dataset.state, place: cards().indexOf(card) };
  if (event.detail.xhr.status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    if (event.detail.xhr.responseText.trimStart().startsWith("<form")) {
      event.detail.target = card?.querySelector(".card-form") ?? event.detail.target;
      event.detail.swapOverride = "innerHTML";
    }
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.detail.target.closest?.(".card-form");
  if (form) {
    form.querySelector("textarea, select, input:not([type=hidden])")?.focus();
    return;
  }
  if (!before || before.place < 0) return;
  const now = cards()[before.place];
  if (!now) return;
  for (const span of text.querySelectorAll(`mark[data-card="${CSS.escape(before.key)}"]`)) {
    span.dataset.card = now.dataset.key;
    span.dataset.state = now.dataset.state;
  }
  const decided = before.state === "open" && now.dataset.state !== "open";
  before = null;
  choose(now);
  if (decided) step(1, isOpen);
});

const wanted = location.hash.startsWith("#card-") && document.getElementById(location.hash.slice(1));
if (wanted) choose(wanted);

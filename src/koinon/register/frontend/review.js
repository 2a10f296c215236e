// The review page by keyboard: every key presses a button or follows a link that is on the page,
// so that nothing can be done here that cannot be done without this script.
const page = document.querySelector("[data-review]");
const text = page.querySelector(".review-text");

const cards = () => [...page.querySelectorAll("li.card")];
const current = () => page.querySelector("li.card.current") ?? document.activeElement.closest?.("li.card");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const wide = matchMedia("(min-width: 64rem)"); // text and cards stand side by side
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function choose(card, { focus = true } = {}) {
  if (!card) return;
  for (const other of page.querySelectorAll(".current")) other.classList.remove("current");
  card.classList.add("current");
  const spans = text.querySelectorAll(`mark[data-card="${CSS.escape(card.dataset.key)}"]`);
  for (const span of spans) span.classList.add("current");
  if (spans[0] && wide.matches) {
    const down = spans[0].getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTo({ top: text.scrollTop + down - text.clientHeight / 3, behavior: calm });
  }
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
    card.querySelector('.card-form [data-key="Escape"]')?.click();
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

page.addEventListener("click", (event) => {
  const leave = event.target.closest("[data-leave]");
  const place = event.target.closest(".card-place");
  const card = event.target.closest("li.card");
  if (leave) {
    event.preventDefault();
    card.querySelector(".card-form").replaceChildren();
    choose(card);
  } else if (place) {
    event.preventDefault();
    choose(card);
    const way = document.getElementById(place.hash.slice(1));
    if (!wide.matches) way?.scrollIntoView({ block: "center", behavior: "instant" });
  }
});

text.addEventListener("click", (event) => {
  const way = event.target.closest("a.to-card");
  if (way) {
    event.preventDefault();
    choose(document.getElementById(way.hash.slice(1)));
    return;
  }
  const span = event.target.closest("mark[data-card]");
  if (span && getSelection().isCollapsed) choose(document.getElementById(`card-${span.dataset.card}`));
});

page.addEventListener("focusin", (event) => {
  const card = event.target.closest("li.card");
  if (card && card !== current()) choose(card, { focus: false });
});

// What cannot be shown in a card: the page, and what was typed, stay as they are.
function trouble(name) {
  for (const told of document.querySelectorAll("[data-trouble]")) told.hidden = told.dataset.trouble !== name;
}
document.addEventListener("htmx:sendError", () => trouble("unreachable"));
document.addEventListener("htmx:timeout", () => trouble("unreachable"));

// After a card was replaced: its span follows, and after a decision the next open card is chosen.
let before = null;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { status, responseText } = detail.xhr;
  const card = detail.target.closest?.("li.card");
  before = card && { key: card.dataset.key, state: card.dataset.state, place: cards().indexOf(card) };
  const wholePage = /^\s*<!doctype/i.test(responseText);
  if (wholePage || (status >= 400 && status !== 422)) {
    detail.shouldSwap = false;
    trouble(status === 404 ? "gone" : status >= 500 ? "unreachable" : "signed-out");
    return;
  }
  trouble("none");
  if (status !== 422) return;
  detail.shouldSwap = true;
  detail.isError = false;
  const form = responseText.trimStart().startsWith("<form");
  detail.target = (form && card?.querySelector(".card-form")) || card || detail.target;
  detail.swapOverride = form ? "innerHTML" : "outerHTML";
});
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const now = cards()[before?.place ?? -1] ?? detail.target.closest?.("li.card");
  if (!now || detail.target.matches?.("[data-kept]")) return;
  if (before) follow(before.key, now);
  const form = now.querySelector(".card-form form");
  const decided = before?.state === "open" && now.dataset.state !== "open";
  before = null;
  choose(now, { focus: !form });
  if (form) form.querySelector("[aria-invalid=true], textarea, select, input:not([type=hidden])")?.focus();
  else if (decided) step(1, isOpen);
});

// The marks and the anchor of a card in the text take the name and state of the card in its place.
function follow(key, card) {
  for (const span of text.querySelectorAll(`mark[data-card="${CSS.escape(key)}"]`)) {
    span.dataset.card = card.dataset.key;
    span.dataset.state = card.dataset.state;
  }
  const way = document.getElementById(`text-${key}`);
  if (!way) return;
  way.id = `text-${card.dataset.key}`;
  way.href = `#${card.id}`;
}

// Back from a form or a decision: its card; if that is gone, the first that is open.
if (location.hash.startsWith("#card-")) {
  choose(document.getElementById(location.hash.slice(1)) ?? cards().find(isOpen) ?? cards()[0]);
}

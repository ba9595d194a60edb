// Where else? Words that are marked in the text, with the mouse, by touch or with the keys, are looked for in all others;
// the answer, or a passage of the margin, opens beside the text. Without script the form and the links do the same.
import { own, point } from "./offsets.js";

const text = document.querySelector(".reading-text");
const opened = document.getElementById("opened");
const body = document.getElementById("opened-body");
const button = document.querySelector("[data-ask]");
let came = null;                                             // where the focus was before the panel opened

function marked() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.startContainer) && text.contains(range.endContainer) ? range : null;
}

function show() {
  const range = marked();
  button.hidden = !range;
  if (!range) return;
  const lines = range.getClientRects();
  const last = lines[lines.length - 1] ?? range.getBoundingClientRect();
  const right = document.documentElement.clientWidth - button.offsetWidth - 8;
  button.style.insetBlockStart = `${scrollY + last.bottom + 8}px`;
  button.style.insetInlineStart = `${scrollX + Math.max(8, Math.min(last.right - button.offsetWidth, right))}px`;
}

function ask() {
  const range = marked();
  if (!range) return;
  const begin = point(range.startContainer, range.startOffset);
  const end = point(range.endContainer, range.endOffset);
  if (begin === null || end === null || end <= begin) return;
  const asked = new URLSearchParams({ in: text.dataset.revision, c: `${begin}-${end}` });
  history.replaceState(history.state, "", `#c=${begin}-${end}`);
  open(document.activeElement);
  htmx.ajax("GET", `${text.dataset.elsewhere}?${asked}`, { target: body });
}

function open(from) {
  if (opened.hidden) came = from;
  opened.hidden = false;
  opened.setAttribute("aria-busy", "true");
}

function close() {
  opened.hidden = true;
  body.replaceChildren();
  came?.focus({ preventScroll: true });
}

// The words of the text in order, each its node and where it begins and ends there; made when a key first asks.
let words = null;
function listed() {
  const cut = new Intl.Segmenter(text.lang || undefined, { granularity: "word" });
  words = [];
  for (const segment of text.querySelectorAll(".segment")) {
    const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT, own);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const part of cut.segment(node.data)) {
        if (part.isWordLike) words.push([node, part.index, part.index + part.segment.length]);
      }
    }
  }
}

// Where a selection begins and ends, as numbers of words; without one the first word that is seen.
function reach() {
  const range = marked();
  if (range) {
    const inside = words.map((word, number) => [word, number]).filter(([[node, begin]]) => range.isPointInRange(node, begin));
    if (inside.length) return [inside[0][1], inside[inside.length - 1][1]];
  }
  const seen = words.findIndex(([node]) => node.parentElement.getBoundingClientRect().bottom > 60);
  return [seen, seen - 1];
}

function byKeys(event) {
  if (event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") return ask();
  if (event.key === "Escape") return getSelection().removeAllRanges();
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  event.preventDefault();
  if (!words) listed();
  const forward = (event.key === "ArrowRight") !== (getComputedStyle(text).direction === "rtl");
  let [first, last] = reach();
  if (event.shiftKey && last >= first) last = Math.max(first, last + (forward ? 1 : -1));
  else first = last = forward ? last + 1 : first - 1;
  first = Math.max(0, first);
  last = Math.min(words.length - 1, Math.max(first, last));
  if (!words[first]) return;
  getSelection().setBaseAndExtent(words[first][0], words[first][1], words[last][0], words[last][2]);
  words[last][0].parentElement.scrollIntoView({ block: "nearest" });
}

if (text && opened && button) {
  let waits = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(waits);
    waits = setTimeout(show, 150);
  });
  addEventListener("resize", show);
  button.addEventListener("pointerdown", (event) => event.preventDefault());   // or the mark would go
  button.addEventListener("click", ask);
  text.addEventListener("keydown", byKeys);
  opened.querySelector("[data-close]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !opened.hidden) close(); });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === body) open(event.detail.elt);
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== body) return;
    opened.removeAttribute("aria-busy");
    opened.focus({ preventScroll: true });
  });
}

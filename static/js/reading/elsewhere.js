// Where else? Words that are marked in the text, with the mouse, by touch or with the keys, are looked for in all others;
// the answer, or a passage of the margin, opens beside the text. Without script the form and the links do the same.
import { point } from "./offsets.js";

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

function byKeys(event) {
  if (event.target !== text || event.ctrlKey || event.metaKey || event.altKey) return;
  const selection = getSelection();
  if (event.key === "Enter") return ask();
  if (event.key === "Escape") return selection.removeAllRanges();
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  event.preventDefault();
  const forward = (event.key === "ArrowRight") !== (getComputedStyle(text).direction === "rtl");
  if (!marked()) {
    const seen = [...text.querySelectorAll(".segment")].find((one) => one.getBoundingClientRect().bottom > 60);
    const words = seen?.querySelector("p") ?? seen;
    if (!words) return;
    selection.collapse(words, 0);
    selection.modify("extend", "forward", "word");
  } else if (event.shiftKey) {
    selection.modify("extend", forward ? "forward" : "backward", "word");
  } else {
    if (forward) selection.collapseToEnd();
    else {
      selection.collapseToStart();
      selection.modify("move", "backward", "word");
    }
    selection.modify("extend", "forward", "word");
  }
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

// Single keys, which can be switched off (WCAG 2.1.4); "?" always lists them.
import { copy, say } from "./choosing.js";
import { toggle } from "./folding.js";

const KEPT = "variorum-keys";

export function keys(blocks, choose, points) {
  const dialog = document.getElementById("keys");
  const on = document.getElementById("keys-on");
  if (on) {
    on.checked = localStorage.getItem(KEPT) !== "off";
    on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "on" : "off"));
  }

  const step = (way) => {
    const link = document.querySelector(`[data-step="${way}"]`);
    if (link) return choose(link.dataset.change, link.getAttribute("href"));
    const marks = [...blocks.querySelectorAll(".here")];       // quick compare: the page holds all of it
    if (document.getElementById("stepper")?.hidden || !marks.length) return say("No change is marked.");
    if (document.getElementById("panel")) return say(way === "next" ? "This is the last change." : "This is the first change.");
    const now = marks.findIndex((mark) => mark.id === location.hash.slice(1));
    const to = marks[Math.min(marks.length - 1, Math.max(0, now + (way === "next" ? 1 : -1)))];
    location.hash = to.id;
    say(`Change ${to.id.slice(7)} of ${marks.length}`);
  };
  let steps = Promise.resolve();
  const onward = (way) => { steps = steps.then(() => step(way)).catch(() => {}); };   // who presses fast goes as far as they press
  const block = (way) => {
    const rows = [...blocks.querySelectorAll(".block")].filter((row) => row.getClientRects().length);
    const line = innerHeight / 3;
    const now = rows.findIndex((row) => row.getBoundingClientRect().bottom > line);
    const to = rows[Math.min(rows.length - 1, Math.max(0, (now < 0 ? rows.length - 1 : now) + way))];
    if (!to) return;
    to.scrollIntoView({ block: "start" });
    to.tabIndex = -1;
    to.focus({ preventScroll: true });
  };
  const inline = () => {
    const wanted = blocks.dataset.view === "inline" ? "sides" : "inline";
    document.querySelector(`[data-layout="${wanted}"]`)?.click();
  };
  const where = () => {
    const side = document.activeElement?.closest(".side");
    if (!side) return say("You are on neither side of the text.");
    const name = side.classList.contains("to") ? "right" : "left";
    const near = [...side.querySelectorAll(".number")].map((number) => number.textContent.trim()).join(", ");
    say(`You are on the ${name} side${near ? `, ${near}` : ""}.`);
  };

  const does = {
    n: () => onward("next"),
    p: () => onward("previous"),
    j: () => block(1),
    k: () => block(-1),
    i: inline,
    s: () => document.querySelector('[data-key="s"]')?.click(),
    f: () => say(toggle(blocks) ? "Unchanged paragraphs are shown." : "Unchanged paragraphs are folded."),
    c: () => copy(location.href),
    m: () => points?.(),
    w: where,
    "/": () => document.getElementById("find")?.focus(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    if (event.key === "?") { event.preventDefault(); dialog?.showModal(); return; }
    if (on && !on.checked) return;
    const act = does[event.key];
    if (act) { event.preventDefault(); act(); }
  });
}

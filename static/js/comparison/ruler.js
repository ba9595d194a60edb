// The window's position on the ruler, and the ruler as a way through the text.
import { open } from "./folding.js";

export function ruler(blocks) {
  const svg = document.querySelector(".ruler svg");
  const frame = svg?.querySelector(".window");
  if (!frame) return;
  const total = Number(blocks.dataset.blocks) || 1;
  const number = (row) => Number(row.id.slice(6));
  let asked = false;

  const draw = () => {
    asked = false;
    const rows = [...blocks.querySelectorAll(".block[id]")].filter((row) => row.getClientRects().length);
    const seen = rows.filter((row) => { const box = row.getBoundingClientRect(); return box.bottom > 100 && box.top < innerHeight; });
    if (!seen.length) return;
    const first = number(seen[0]), last = number(seen[seen.length - 1]);
    frame.setAttribute("y", `${(100 * first) / total}%`);
    frame.setAttribute("height", `${Math.max(0.8, (100 * (last - first + 1)) / total)}%`);
  };
  const ask = () => { if (!asked) { asked = true; requestAnimationFrame(draw); } };
  window.addEventListener("scroll", ask, { passive: true });
  window.addEventListener("resize", ask);
  blocks.addEventListener("toggle", ask, true);
  new MutationObserver(ask).observe(blocks, { childList: true });
  draw();

  // A click between the marks goes to the paragraph there; dragging leads the text along, as far as it is loaded.
  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return Math.min(total - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * total)));
  };
  const go = (wanted, behavior) => {
    const row = document.getElementById(`block-${wanted}`);
    if (!row) return false;
    open(row);
    row.scrollIntoView({ block: "center", behavior });
    return true;
  };
  let dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    dragged = false;
    const begun = event.clientY;
    const move = (moved) => {
      if (!dragged && Math.abs(moved.clientY - begun) < 4) return;
      dragged = true;
      go(at(moved), "instant");
    };
    const end = (ended) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      removeEventListener("pointercancel", end);
      if (dragged && ended.type === "pointerup" && !go(at(ended), "instant")) window.location.assign(`${blocks.dataset.partOf}${at(ended)}`);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
    addEventListener("pointercancel", end);
  });
  svg.addEventListener("dragstart", (event) => event.preventDefault());   // of a mark's link
  svg.addEventListener("click", (event) => {
    if (dragged) { event.preventDefault(); event.stopPropagation(); return; }
    if (event.target.closest("a")) return;
    if (!go(at(event), "auto")) window.location.assign(`${blocks.dataset.partOf}${at(event)}`);
  }, true);
}

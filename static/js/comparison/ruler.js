// The window's position on the ruler; a click between the marks goes to the paragraph there, where it is loaded.
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

  svg.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const box = svg.getBoundingClientRect();
    const wanted = Math.floor(((event.clientY - box.top) / box.height) * total);
    const row = document.getElementById(`block-${Math.min(wanted, total - 1)}`);
    if (!row) { window.location.assign(`${blocks.dataset.partOf}${wanted}`); return; }
    const fold = row.closest("details.fold");
    if (fold) fold.open = true;
    row.scrollIntoView({ block: "center" });
  });
}

// Categories that are switched off: their marks stay in the text and lose their paint, also in rows that arrive later.
export function switches(blocks) {
  const paint = () => {
    const off = new Set((blocks.dataset.off ?? "").split(" ").filter(Boolean));
    if (!off.size) return;
    for (const mark of blocks.querySelectorAll("[data-category]")) mark.classList.toggle("off", off.has(mark.dataset.category));
  };
  paint();
  new MutationObserver(paint).observe(blocks, { childList: true });
}

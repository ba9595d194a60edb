// Copying gives the text of one side, that in which the selection began, without what is only said to screen readers.
export function copying(blocks) {
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    if (!blocks.contains(range.commonAncestorContainer)) return;
    const start = selection.anchorNode.nodeType === Node.TEXT_NODE ? selection.anchorNode.parentElement : selection.anchorNode;
    const side = start.closest(".side");
    if (!side) return;
    const name = side.classList.contains("to") ? "to" : "from";
    const parts = [];
    for (const piece of blocks.querySelectorAll(`.side.${name} > :is(p, h2)`)) {
      if (!range.intersectsNode(piece) || !piece.getClientRects().length) continue;
      const words = text(piece, range, name);
      if (words) parts.push(words);
    }
    event.clipboardData.setData("text/plain", parts.join("\n\n"));
    event.preventDefault();
  });
}

function text(piece, range, side) {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  let words = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!range.intersectsNode(node) || parent.closest(".unseen")) continue;
    if (side === "from" && parent.closest("ins, .off.came")) continue;
    const begin = node === range.startContainer ? range.startOffset : 0;
    const end = node === range.endContainer ? range.endOffset : node.length;
    words += node.data.slice(begin, end);
  }
  return words;
}

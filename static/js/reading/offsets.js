// Between places of the page and code points of the revision. Numbers, margins and notes are no part of the text.
const text = document.querySelector(".reading-text");

export function own(node) {
  return node.parentElement.closest(".number, .margin, .note, .note-mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
}

// The text node, and the index in it, of a code point; of one on a later part of the text, the end of this part.
export function find(place) {
  let found = null, last = null;
  for (const segment of text.querySelectorAll(".segment")) {
    let count = Number(segment.dataset.begin);
    if (count > place) break;
    const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT, own);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const points = [...node.data];
      if (place <= count + points.length) {
        found = [node, points.slice(0, place - count).join("").length];
        break;
      }
      count += points.length;
      last = [node, node.length];
    }
  }
  return found ?? last;
}

// The code point of a boundary of a selection; null outside the text.
export function point(container, offset) {
  const element = container.nodeType === Node.ELEMENT_NODE ? container : container.parentElement;
  const segment = element.closest(".segment");
  if (!segment) return after(container, offset);
  const before = document.createRange();
  before.selectNodeContents(segment);
  before.setEnd(container, offset);
  let count = Number(segment.dataset.begin);
  const walker = document.createTreeWalker(segment, NodeFilter.SHOW_TEXT, own);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!before.intersectsNode(node)) break;
    count += [...(node === before.endContainer ? node.data.slice(0, before.endOffset) : node.data)].length;
  }
  return count;
}

// Between two segments: where the next one begins.
function after(container, offset) {
  const here = document.createRange();
  here.setStart(container, offset);
  for (const segment of text.querySelectorAll(".segment")) {
    const its = document.createRange();
    its.selectNode(segment);
    if (its.compareBoundaryPoints(Range.START_TO_START, here) >= 0) return Number(segment.dataset.begin);
  }
  return null;
}

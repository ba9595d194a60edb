// Places in the address: #c=BEGIN-END marks those characters, #¶12 that stands on another part goes there,
// and a click on a paragraph's number copies its address.
import { find } from "./offsets.js";

const text = document.querySelector(".reading-text");

function go() {
  const hash = decodeURIComponent(location.hash.slice(1));
  const span = /^c=(\d+)-(\d+)$/.exec(hash);
  const absent = span ? !covers(Number(span[1])) : hash.startsWith("¶") && !document.getElementById(hash);
  if (absent && hash) {
    const there = new URL(location.href);
    const place = hash.replace(/^¶/, "");
    if (there.searchParams.get("at") === place) return;
    there.searchParams.delete("part");
    there.searchParams.set("at", place);
    location.replace(there);
    return;
  }
  if (!span) return;
  const begin = find(Number(span[1]));
  const end = find(Number(span[2]));
  if (!begin || !end) return;
  const range = document.createRange();
  range.setStart(...begin);
  range.setEnd(...end);
  if (globalThis.Highlight) CSS.highlights.set("cited", new Highlight(range));
  begin[0].parentElement.scrollIntoView({ block: "center" });
}

function covers(place) {
  const segments = text.querySelectorAll(".segment");
  if (!segments.length) return false;
  const last = segments[segments.length - 1];
  const whole = !document.querySelector(".parts a[rel=next]");
  return Number(segments[0].dataset.begin) <= place && (place < Number(last.dataset.end) || whole);
}

if (text) {
  addEventListener("hashchange", go);
  go();
  text.addEventListener("click", (event) => {
    const number = event.target.closest(".number");
    if (!number || !navigator.clipboard) return;
    navigator.clipboard.writeText(new URL(number.getAttribute("href"), location.href).href).then(() => {
      number.dataset.copied = "";
      setTimeout(() => delete number.dataset.copied, 2000);
    });
  });
}

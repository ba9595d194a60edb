// Setting an alignment point by choosing a paragraph number on each side: it fills the form that also works by itself.
import { say } from "./choosing.js";

export function points(blocks) {
  const form = document.querySelector("form[data-points]");
  if (!form) return null;
  let picked = {};

  const stop = () => {
    blocks.classList.remove("picking");
    for (const number of blocks.querySelectorAll(".number[aria-pressed]")) {
      number.removeAttribute("aria-pressed");
      number.removeAttribute("role");
    }
    picked = {};
  };

  blocks.addEventListener("click", (event) => {
    const number = event.target.closest(".number");
    if (!number || !blocks.classList.contains("picking")) return;
    event.preventDefault();
    const { side } = number.dataset;
    picked[side]?.removeAttribute("aria-pressed");
    picked[side] = number;
    number.setAttribute("role", "button");
    number.setAttribute("aria-pressed", "true");
    form.elements[`in_${side}`].value = number.dataset.number;
    if (!picked.a || !picked.b) { say(`${number.textContent.trim()} chosen. Now one on the other side.`); return; }
    setTimeout(() => {                                         // after this click has closed every open menu
      form.closest("details").open = true;
      form.elements.kind.focus();
    });
    say("Both are chosen. Say how they belong together, and set the point.");
    stop();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });

  return () => {
    blocks.classList.toggle("picking");
    const on = blocks.classList.contains("picking");
    say(on ? "Choose a paragraph number on each side. Escape ends it." : "No point is being set.");
    if (!on) stop();
  };
}

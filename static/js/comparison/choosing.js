// Choosing a change: the panel and the stepper come from the server, the address follows, the page stays where it is.
import { open } from "./folding.js";

export function chooser(blocks) {
  const panel = () => document.getElementById("panel");

  function mark(number) {
    for (const link of document.querySelectorAll("a[data-change][aria-current]")) link.removeAttribute("aria-current");
    for (const link of document.querySelectorAll(`a[data-change="${number}"]:not(.button)`)) link.setAttribute("aria-current", "true");
  }

  function place(number) {
    const links = [...blocks.querySelectorAll(`a.change[data-change="${number}"]`)];
    return links.find((link) => link.getClientRects().length) ?? document.getElementById(`change-${number}`);
  }

  function choose(number, address, { scroll = true } = {}) {
    const there = document.getElementById(`change-${number}`);
    if (!there || !panel() || !window.htmx) { window.location.assign(address); return; }
    open(there);
    mark(number);
    const target = place(number) ?? there;
    if (scroll) target.scrollIntoView({ block: "center" });
    const [path] = address.split("#");
    window.htmx.ajax("GET", path, { target: "#panel", swap: "outerHTML" }).then(() => {
      const step = document.getElementById("step");
      if (step) say(`Change ${step.textContent.replace(/\s+/g, " ").replace(/^\s*Change\s*/, "").replace(" / ", " ").trim()}`);
    });
    history.replaceState(null, "", address);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-change]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (!document.getElementById("panel")) return;             // quick compare: a plain link into the page
    event.preventDefault();
    choose(link.dataset.change, link.getAttribute("href"), { scroll: !link.classList.contains("change") });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link) return;
    event.preventDefault();
    copy(link.href);
  });

  return choose;
}

export function say(words) {
  const place = document.getElementById("say");
  if (place) { place.textContent = ""; requestAnimationFrame(() => { place.textContent = words; }); }
}

export async function copy(address) {
  try {
    await navigator.clipboard.writeText(address);
    say("The link was copied.");
    const button = document.querySelector("a[data-copy]");
    if (button) { button.textContent = "Copied"; setTimeout(() => { button.textContent = "Copy link"; }, 2000); }
  } catch {
    window.prompt("Copy this link", address);
  }
}

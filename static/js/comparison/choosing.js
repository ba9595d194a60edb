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
    if (!there || !panel() || !window.htmx) { window.location.assign(address); return undefined; }
    open(there);
    mark(number);
    const target = place(number) ?? there;
    if (scroll) target.scrollIntoView({ block: "center" });
    const kept = inThisLayout(address);
    history.replaceState(null, "", kept);
    return window.htmx.ajax("GET", kept.pathname + kept.search, { target: "#panel", swap: "outerHTML" }).then(() => {
      const step = document.getElementById("step");
      if (step) say(`Change ${step.textContent.replace(/\s+/g, " ").replace(/^\s*Change\s*/, "").replace(" / ", " ").trim()}`);
    });
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
    copy(location.href, link);
  });

  return choose;
}

export function say(words) {
  const place = document.getElementById("say");
  if (place) { place.textContent = ""; requestAnimationFrame(() => { place.textContent = words; }); }
}

// The layout is chosen without a request, so the addresses that the server wrote may not know it yet.
function inThisLayout(address) {
  const kept = new URL(address, location.href);
  const layout = new URL(location.href).searchParams.get("view");
  if (layout) kept.searchParams.set("view", layout);
  else kept.searchParams.delete("view");
  return kept;
}

export async function copy(address, link = document.querySelector("#panel a[data-copy]")) {
  try {
    await navigator.clipboard.writeText(address);
    say("The link was copied.");
    if (!link || link.dataset.copied !== undefined) return;
    const words = link.textContent;
    link.dataset.copied = "";
    link.textContent = "Copied";
    setTimeout(() => { link.textContent = words; delete link.dataset.copied; }, 2000);
  } catch {
    window.prompt("Copy this link", address);
  }
}

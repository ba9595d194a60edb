// Side by side or inline is style alone: no request, the address follows, and so does whatever leads on from the page.
import { say } from "./choosing.js";

export function layout(blocks) {
  const links = document.querySelectorAll("[data-layout]");
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      blocks.dataset.view = link.dataset.layout;
      for (const other of links) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      history.replaceState(null, "", chosen(location.href, link.dataset.layout));
      carry(link.dataset.layout);
      say(`${link.textContent} view`);
    });
  }
}

function chosen(address, name) {
  const there = new URL(address, location.href);
  if (name === "auto") there.searchParams.delete("view");
  else there.searchParams.set("view", name);
  return there;
}

function carry(name) {
  for (const link of document.querySelectorAll(".tools a:not([data-layout])")) {
    if (link.pathname === location.pathname) link.href = chosen(link.href, name);
  }
  for (const form of document.querySelectorAll(".desk-head form[method=get]")) {
    form.querySelector("input[name=view]")?.remove();
    if (name !== "auto") form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "view", value: name }));
  }
}

// What every page does: the theme without a reload, and menus that close when one looks elsewhere.

const root = document.documentElement;

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-themes] button[name=theme]");
  if (!chosen) return;
  event.preventDefault();
  const year = 31_536_000;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${chosen.value}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`;
  if (chosen.value === "auto") delete root.dataset.theme;
  else root.dataset.theme = chosen.value;
  for (const button of chosen.parentElement.children) button.setAttribute("aria-pressed", String(button === chosen));
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A link that is called a button to assistive technology answers the space bar as buttons do.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.("a[role=button]")) return;
  event.preventDefault();
  event.target.click();
});

// Ticks on a work's page: the bar says what is chosen, and a third tick lets the first go.
const form = document.querySelector(".editions-frame");
const button = form?.querySelector(".compare-bar .button");
const chosen = [...(form?.querySelectorAll("input[name=edition]:checked") ?? [])];

function show() {
  if (!button) return;
  button.disabled = chosen.length !== 2;
  button.textContent = chosen.length === 2 ? `Compare ${chosen[0].value} and ${chosen[1].value}` : "Compare";
}

form?.addEventListener("change", (event) => {
  if (event.target.name !== "edition") return;
  if (event.target.checked) {
    chosen.push(event.target);
    if (chosen.length > 2) chosen.shift().checked = false;
  } else {
    chosen.splice(chosen.indexOf(event.target), 1);
  }
  show();
});
show();

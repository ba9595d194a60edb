// A change lights up its partner on the other side.
export function lighting(blocks) {
  const light = (event, on) => {
    const link = event.target.closest?.("a.change");
    if (!link) return;
    for (const one of blocks.querySelectorAll(`a.change[data-change="${link.dataset.change}"]`)) one.classList.toggle("lit", on);
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    blocks.addEventListener(name, (event) => light(event, on));
  }
}

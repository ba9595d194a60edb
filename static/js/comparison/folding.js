// Folded stretches: what is linked to is opened first, and printing opens all.
export function open(element) {
  for (let fold = element?.closest("details.fold"); fold; fold = fold.parentElement?.closest("details.fold")) fold.open = true;
}

export function folding(blocks) {
  const here = (behavior) => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && blocks.contains(target)) { open(target); target.scrollIntoView({ block: "center", behavior }); }
  };
  window.addEventListener("hashchange", () => here("auto"));
  if (location.hash) here("instant");                          // a page opens at its place and does not travel there
  window.addEventListener("beforeprint", () => { for (const fold of blocks.querySelectorAll("details.fold")) fold.open = true; });
}

export function toggle(blocks) {
  const folds = [...blocks.querySelectorAll("details.fold")];
  const wanted = folds.some((fold) => !fold.open);
  for (const fold of folds) fold.open = wanted;
  return wanted;
}

// Folded stretches: what is linked to is opened first, and printing opens all.
export function open(element) {
  for (let fold = element?.closest("details.fold"); fold; fold = fold.parentElement?.closest("details.fold")) fold.open = true;
}

export function folding(blocks) {
  const here = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && blocks.contains(target)) { open(target); target.scrollIntoView({ block: "center" }); }
  };
  window.addEventListener("hashchange", here);
  if (location.hash) here();
  window.addEventListener("beforeprint", () => { for (const fold of blocks.querySelectorAll("details.fold")) fold.open = true; });
}

export function toggle(blocks) {
  const folds = [...blocks.querySelectorAll("details.fold")];
  const wanted = folds.some((fold) => !fold.open);
  for (const fold of folds) fold.open = wanted;
  return wanted;
}

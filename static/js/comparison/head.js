// The head grows with its chips; what sticks below it must know how tall it is.
export function measured(head) {
  if (!head) return;
  const tell = () => document.documentElement.style.setProperty("--head", `${Math.ceil(head.getBoundingClientRect().height)}px`);
  new ResizeObserver(tell).observe(head);
  tell();
}

// What has the focus, and whether a person can see it: an outline that stands out (WCAG 2.4.7), nothing in front of it (2.4.11).
(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return { name: "", problem: "", stop: -1 };

  const words = (node) => (node ? node.innerText ?? node.textContent : "").replace(/\s+/g, " ").trim();
  const name = element.getAttribute("aria-label") || words(element.labels?.length ? element.labels[0] : element);

  const style = getComputedStyle(element);
  const rects = [...element.getClientRects()];
  const rgb = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      const parts = rgb(colour);
      if (parts.length === 3 || parts[3] === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  // What is fixed or sticky and does not hold the element must not lie over it.
  const covered = (x, y) => {
    for (let top = document.elementFromPoint(x, y); top; top = top.parentElement) {
      if (top.contains(element)) return "";
      if (["fixed", "sticky"].includes(getComputedStyle(top).position)) return top.className || top.tagName;
    }
    return "";
  };

  const problems = [];
  if (rects.length === 0 || rects.every((r) => r.width < 2 || r.height < 2)) problems.push("it cannot be seen");
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) problems.push("it has no outline");
  else {
    const behind = parseFloat(style.outlineOffset) >= 0 ? ground(element.parentElement) : ground(element);
    const ratio = contrast(style.outlineColor, behind);
    if (ratio < 3) problems.push(`its outline ${style.outlineColor} on ${behind} has a contrast of ${ratio.toFixed(1)}`);
  }
  // Of a text area the line that is written must be seen; of anything else all of it that the window can hold.
  const lines = element.tagName === "TEXTAREA";
  for (const r of rects) {
    const [left, right, top, bottom] = [Math.max(r.left, 0) + 1, r.right - 1, r.top + 1, lines ? r.top + 20 : r.bottom - 1];
    if (bottom - top < innerHeight && (top < 0 || bottom > innerHeight)) problems.push(`it lies outside the window: ${top} to ${bottom}`);
    for (const [x, y] of [[left, top], [right, top], [left, bottom], [right, bottom]]) {
      const by = covered(x, y);
      if (by) problems.push(`it is hidden behind ${by}`);
    }
  }
  return { name, problem: [...new Set(problems)].join("; "), stop: globalThis.stops?.indexOf(element) ?? -1 };
})();

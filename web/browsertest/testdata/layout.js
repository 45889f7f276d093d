// What is wrong with a page's form: wider than the window (WCAG 1.4.10), targets too small to be hit (2.5.8), headings and language.
((lang) => {
  const problems = [];
  const words = (node) => (node.getAttribute("aria-label") || node.innerText || node.name || node.tagName).replace(/\s+/g, " ").trim().slice(0, 60);
  const root = document.documentElement;

  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
    const inner = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
    problems.push(`it scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px, because of ${inner.slice(0, 3).map((e) => `${e.tagName}.${e.className} "${words(e)}"`)}`);
  }
  const headings = [...document.querySelectorAll("h1")].map(words);
  if (headings.length !== 1 || !headings[0]) problems.push(`its main headings are ${JSON.stringify(headings)}`);
  if (root.lang !== lang) problems.push(`it says to be in ${root.lang} instead of ${lang}`);

  const inSentence = (link) => getComputedStyle(link).display === "inline" && link.parentElement.innerText.trim() !== link.innerText.trim();
  for (const element of document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]')) {
    const boxed = element.type === "radio" || element.type === "checkbox";
    const { width, height } = (boxed ? element.closest("label") : element).getBoundingClientRect();
    if (element.matches(".skip") || (width === 0 && height === 0) || (element.matches("a") && inSentence(element))) continue;
    const least = boxed || element.matches("button, .button, nav a, input, select, textarea") ? 44 : 24;
    if (width < least - 0.5 || height < least - 0.5) problems.push(`"${words(element)}" is a target of ${width.toFixed()} × ${height.toFixed()} px, less than ${least}`);
  }
  return { title: document.title, problems };
})

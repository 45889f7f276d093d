// Finds where a person would click for these words: the first link, button, summary or label on the page that begins with them. It is
// scrolled into view, and must be what the mouse then hits.
((name) => {
	const plain = (text) => text.replace(/\s+/g, " ").trim();
	const seen = (e) => e.getClientRects().length > 0;
	const found = [...document.querySelectorAll("a, button, summary, label")].filter((e) => seen(e) && plain(e.innerText).startsWith(name));
	const main = document.querySelector("main");
	const target = found.find((e) => main.contains(e)) ?? found[0];
	if (!target) return { X: 0, Y: 0, Problem: "nothing here reads so" };
	target.scrollIntoView({ block: "center", behavior: "instant" });
	const box = target.getClientRects()[0];
	const X = box.x + Math.min(box.width, 60) / 2, Y = box.y + box.height / 2;
	const hit = document.elementFromPoint(X, Y);
	if (!hit || !(target.contains(hit) || hit.contains(target))) return { X, Y, Problem: "something lies before it" };
	return { X, Y, Problem: "" };
})

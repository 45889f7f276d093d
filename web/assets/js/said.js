// One sentence after an act, shown and read out once; refused ones stay until the next.
const said = document.getElementById("said");

function say(sentence, refused) {
  if (!said) return;
  said.textContent = sentence;
  said.hidden = !sentence;
  said.classList.toggle("late", refused);
  said.classList.toggle("good", !refused);
  clearTimeout(say.later);
  if (sentence && !refused) say.later = setTimeout(() => say("", false), 8000);
}

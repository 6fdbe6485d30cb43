// The review queue from the keyboard. Everything here can be done without it, with Tab and the arrow keys.

const form = document.querySelector("form.queue");
const lines = [...form.querySelectorAll(".queue-line")];
const help = form.querySelector(".queue-keys");
const count = form.querySelector(".queue-count");
const FIELDS = { a: ".pick-other", o: ".pick-own" };

const here = () => lines.findIndex((line) => line.contains(document.activeElement));

function go(index) {
  const line = lines[Math.max(0, Math.min(index, lines.length - 1))];
  const chosen = line.querySelector("input[type=radio]:checked") ?? line.querySelector("input[type=radio]");
  chosen.focus({ focusVisible: true, preventScroll: true });
  line.scrollIntoView({ block: "nearest" });
}

function choose(line, key) {
  const radio = line.querySelector(`input[data-key="${key}"]`);
  if (!radio) return;
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const field = FIELDS[key] && line.querySelector(FIELDS[key]);
  if (field) field.select();
  (field ?? radio).focus();
}

function tell() {
  const chosen = form.querySelectorAll("input[type=radio]:checked:not([value=later])").length;
  count.textContent = chosen ? ` (${chosen})` : "";
}

function press(event) {
  const typing = event.target.matches("input:not([type=radio]), textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    // Back from a name to its row, from where the other keys work again.
    if (event.key === "Escape" && form.contains(event.target)) go(here());
    return;
  }
  const at = here();
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "?") help.open = !help.open;
  else if (at >= 0 && /^[123aonl]$/.test(event.key)) choose(lines[at], event.key);
  else return;
  event.preventDefault();
}

form.querySelector(".queue-fill").addEventListener("click", (event) => {
  event.preventDefault();
  for (const line of lines) {
    if (line.querySelector("[value=later]").checked) line.querySelector("input[data-key='1']")?.click();
  }
  tell();
});
form.addEventListener("change", tell);
document.addEventListener("keydown", press);
help.hidden = false;
tell();

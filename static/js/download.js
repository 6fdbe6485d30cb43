// Tells how far a download is and how it ended, below the button that began it. Without this the list of exports has it.

const LONGEST_WAIT_FOR_THE_START = 60;
const box = document.querySelector("[data-download]");
const parts = [...box.querySelectorAll("[data-state]")];
let known = box.dataset.known;
let waited = 0;
let next = 0;

// This page looks again by itself.
box.querySelector(".actions").remove();

async function look() {
  const told = await ask();
  if (told?.export && told.export !== known) {
    show(told);
    waited = 0;
    if (told.over) {
      known = told.export;
      return;
    }
  } else if (++waited > LONGEST_WAIT_FOR_THE_START) return;
  lookIn(told ? 1000 : 5000);
}

function lookIn(milliseconds) {
  clearTimeout(next);
  next = setTimeout(look, milliseconds);
}

/** What there is to tell; nothing where the server gives no answer just now. */
async function ask() {
  try {
    const answer = await fetch(box.dataset.download, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(told) {
  for (const part of parts) {
    part.hidden = part.dataset.state !== told.state;
    part.querySelector(".download-words").textContent = part.hidden ? "" : told.words;
  }
  const bar = box.querySelector("progress");
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  } else bar.removeAttribute("value");
  box.querySelector(".download-digest").textContent = told.digest;
  box.querySelector(".download-summary").href = told.summary;
}

for (const form of document.querySelectorAll("form[data-downloads]")) {
  form.addEventListener("submit", () => {
    form.after(box);
    for (const part of parts) part.hidden = true;
    waited = 0;
    // What is through within a second shows its end at once, and never a bar.
    lookIn(1000);
  });
}
if (parts.some((part) => part.dataset.state === "under way" && !part.hidden)) lookIn(1000);

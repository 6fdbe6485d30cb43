// Looks how far a job is, and shows the page anew once it is over. Without this the page has a link for that.

const box = document.querySelector("[data-job]");
let left = -Infinity;

async function look() {
  const job = await state();
  if (job?.over && performance.now() - left > 10_000) {
    location.reload();
    return;
  }
  if (job) show(job);
  setTimeout(look, job ? 1000 : 5000);
}

/** How far the job is; nothing where the server gives no answer just now. */
async function state() {
  try {
    const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(job) {
  const bar = box.querySelector("progress");
  bar.max = Math.max(job.total, 1);
  bar.value = job.done;
  box.querySelector(".progress-words").textContent = job.words;
}

if (box) {
  // Whoever is on the way to another page is not held back by a reload of this one.
  addEventListener("beforeunload", () => (left = performance.now()));
  setTimeout(look, 500);
}

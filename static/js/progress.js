// Looks how far a job is, and shows the page anew once it is over. Without this the page has a link for that.

const box = document.querySelector("[data-job]");

async function look() {
  const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const job = await answer.json();
  if (job.over) {
    location.reload();
    return;
  }
  const bar = box.querySelector("progress");
  bar.max = Math.max(job.total, 1);
  bar.value = job.done;
  box.querySelector(".progress-words").textContent = job.words;
  setTimeout(look, 1000);
}

if (box) setTimeout(look, 500);

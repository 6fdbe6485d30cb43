// Solves the challenge of the page (ALTCHA, version 2: PBKDF2 with SHA-256) and sends the form. The browser derives keys
// beside the page, so that it stays usable meanwhile. Without this the page has another button.

const form = document.querySelector("form[data-challenge]");
const box = form.querySelector(".challenge-work");
const words = box.querySelector("[role=status]");
const bar = box.querySelector("progress");
const AT_ONCE = 8;

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (each) => each.toString(16).padStart(2, "0")).join("");

async function derive(parameters, counter) {
  const nonce = bytes(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  return hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
}

async function solve(parameters) {
  for (let first = 0; first <= bar.max; first += AT_ONCE) {
    const counters = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const keys = await Promise.all(counters.map((counter) => derive(parameters, counter)));
    const found = keys.findIndex((key) => key.startsWith(parameters.keyPrefix));
    if (found >= 0) return { counter: first + found, derivedKey: keys[found] };
    bar.value = first + AT_ONCE;
  }
  throw new Error("not solved");
}

async function work() {
  const challenge = JSON.parse(form.dataset.challenge);
  const solution = await solve(challenge.parameters);
  bar.value = bar.max;
  words.textContent = form.dataset.done;
  form.elements.solution.value = btoa(JSON.stringify({ challenge, solution }));
  form.querySelector("button").disabled = true;
  form.submit();
}

box.hidden = false;
work().catch(() => {
  words.textContent = form.dataset.stuck;
  bar.remove();
});

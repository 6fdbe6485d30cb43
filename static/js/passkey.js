// Asks the browser for a passkey and sends its answer in the form, so that the server answers with a page as always.
// Without this the page has the password and the code, and says why there is no button for a passkey.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (listed = []) => listed.map((key) => ({ ...key, id: bytes(key.id) }));

async function asked(form) {
  const token = form.querySelector("[name=token]").value;
  const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams({ token }) });
  // Signed out, or too long ago: the page itself knows where to go from here.
  if (answer.redirected) location.reload();
  if (answer.redirected || !answer.ok) throw new Error("no options");
  return answer.json();
}

async function create(options) {
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  options.excludeCredentials = keys(options.excludeCredentials);
  const made = await navigator.credentials.create({ publicKey: options });
  return written(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
  });
}

async function get(options) {
  options.challenge = bytes(options.challenge);
  options.allowCredentials = keys(options.allowCredentials);
  const used = await navigator.credentials.get({ publicKey: options });
  const { userHandle } = used.response;
  return written(used, {
    clientDataJSON: text(used.response.clientDataJSON),
    authenticatorData: text(used.response.authenticatorData),
    signature: text(used.response.signature),
    userHandle: userHandle ? text(userHandle) : undefined,
  });
}

function written(key, response) {
  return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
}

async function press(event) {
  event.preventDefault();
  const form = event.target;
  const [button, status] = [form.querySelector("button"), form.querySelector("[role=status]")];
  button.disabled = true;
  status.textContent = status.dataset.waiting;
  try {
    const options = await asked(form);
    form.querySelector("[name=answer]").value = await (form.dataset.passkey === "create" ? create(options) : get(options));
    form.submit();
  } catch (error) {
    status.textContent = error.name === "InvalidStateError" ? status.dataset.known : status.dataset.failed;
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.nextElementSibling.hidden = true;
  form.addEventListener("submit", press);
}

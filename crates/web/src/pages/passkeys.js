// Registers and uses passkeys: Web Authentication needs a script. The page has the options in its form,
// and what the authenticator answers goes back in that form.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const register = async ({ publicKey }) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: {},
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
    },
  };
};

const use = async ({ publicKey }) => {
  const found = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    extensions: {},
    response: {
      authenticatorData: text(found.response.authenticatorData),
      clientDataJSON: text(found.response.clientDataJSON),
      signature: text(found.response.signature),
      userHandle: found.response.userHandle ? text(found.response.userHandle) : null,
    },
  };
};

const form = document.querySelector("form[data-passkey]");
const failed = document.querySelector("[data-failed]");
const button = form?.querySelector("button");

if (form && button) {
  const ask = form.dataset.passkey === "register" ? register : use;
  button.disabled = !window.PublicKeyCredential;
  failed.hidden = !button.disabled;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value !== "") {
      return;
    }
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      // The person said no, or it took too long: nothing was sent.
      failed.hidden = false;
    }
  });
}

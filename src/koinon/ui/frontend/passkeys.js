// Binds passkey buttons to the sign-in library, and says in the page what went wrong.
for (const place of document.querySelectorAll("[data-passkey]")) {
  const { passkey, button, credential, options } = place.dataset;
  window.allauth.webauthn.forms[passkey]({ ids: { authenticate: button, credential, data: options } });
}

document.addEventListener("allauth.error", (event) => {
  const problem = document.getElementById("passkey-problem");
  if (!problem) return;
  event.preventDefault();
  problem.hidden = false;
  problem.scrollIntoView({ block: "nearest" });
});

// <a href="/without-script" data-dialog="id"> opens <dialog id="id"> instead; data-close closes it.
export function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.target.closest("[data-close]")) {
      event.target.closest("dialog")?.close();
    }
  });
}

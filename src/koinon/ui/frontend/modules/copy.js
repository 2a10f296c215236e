// <button hidden data-copy="#id" data-copied="Copied"> copies the text of #id and says so.
export function copyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const source = document.querySelector(button.dataset.copy);
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim().replace(/\s+/g, " "));
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = label), 2500);
    });
  }
}

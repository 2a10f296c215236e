// <form data-submit-on-change>: a ticked facet applies at once; its button is for pages without scripts.
export function submitOnChange() {
  for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
    for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;
    form.addEventListener("change", (event) => {
      if (event.target.matches("[type=checkbox], [type=radio], select")) form.requestSubmit();
    });
  }
}

"use strict";
// Keys for the desk; every one of them presses a button or follows a link that is on the page as well.
(() => {
  const form = document.getElementById("form");
  const sheet = document.getElementById("sheet");
  if (sheet) {
    const centre = () => {
      const paper = sheet.firstElementChild;
      sheet.scrollTop = Number(sheet.dataset.top) * paper.offsetHeight - sheet.clientHeight / 3;
      sheet.scrollLeft = Number(sheet.dataset.left) * paper.offsetWidth - 40;
    };
    const image = sheet.querySelector("img");
    if (image.complete) centre(); else image.addEventListener("load", centre);
  }
  if (!form) return;
  const entries = () => [...form.querySelectorAll("textarea, input:not([type=hidden])")];
  form.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, input")) form.elements.focus.value = event.target.name;
  });
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const writing = event.target.matches("textarea, input");
    if (writing && event.key === "Escape") { event.target.blur(); return; }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(form.querySelector('button[value="save"]'));
      return;
    }
    if (writing || event.ctrlKey || event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === "e") {
      event.preventDefault();
      (form.querySelector("[data-asked]") || entries()[0])?.focus();
    } else if (key === "w") {
      event.preventDefault();
      form.elements.canonical?.focus();
    } else {
      const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
      if (button) { event.preventDefault(); button.click(); }
    }
  });
})();

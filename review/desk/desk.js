"use strict";
// Keys, the picture, names while typing, and drafts. Every key presses a button or follows a link that is on the page
// as well. What is typed is kept in this browser until the desk says that it is saved, or until it is thrown away.
(() => {
  const form = document.getElementById("form");
  const DRAFT = "iki-draft:";

  // -- drafts -------------------------------------------------------------------------------------------
  const drafts = (() => { try { return window.localStorage; } catch { return null; } })();
  const unify = (text) => text.replace(/\r\n/g, "\n").trim();
  if (drafts && document.body.dataset.saved) drafts.removeItem(DRAFT + document.body.dataset.saved);
  const entries = () => form ? [...form.querySelectorAll("textarea, input:not([type=hidden])")] : [];
  if (drafts && form) {
    const name = DRAFT + form.dataset.item;
    const notice = document.getElementById("draft");
    const kept = JSON.parse(drafts.getItem(name) || "{}");
    let restored = false;
    if (!("refused" in form.dataset)) {
      for (const entry of entries()) {
        if (entry.name in kept && unify(kept[entry.name]) !== unify(entry.value)) {
          entry.value = kept[entry.name];
          restored = true;
        }
      }
    }
    notice.hidden = !restored;
    const keep = () => {
      const typed = {};
      for (const entry of entries())
        if (unify(entry.value) !== unify(entry.dataset.stands ?? "")) typed[entry.name] = entry.value;
      if (Object.keys(typed).length) drafts.setItem(name, JSON.stringify(typed));
      else drafts.removeItem(name);
    };
    if ("refused" in form.dataset) keep();
    form.addEventListener("input", keep);
    notice.querySelector("[data-discard]").addEventListener("click", () => {
      drafts.removeItem(name);
      for (const entry of entries()) entry.value = entry.dataset.stands ?? "";
      notice.hidden = true;
      list();
    });
  }
  function list() {
    if (!drafts) return;
    const own = form ? DRAFT + form.dataset.item : "";
    const keys = Object.keys(drafts).filter((key) => key.startsWith(DRAFT) && key !== own);
    const line = document.getElementById("drafts");
    line.hidden = !keys.length;
    line.querySelector("span").replaceChildren(...keys.slice(0, 9).map((key, at) => {
      const link = document.createElement("a");
      link.href = document.body.dataset.items.replace("KEY", encodeURIComponent(key.slice(DRAFT.length)));
      link.textContent = ` ${at + 1} `;
      return link;
    }));
  }
  list();

  // -- the picture --------------------------------------------------------------------------------------
  const sheet = document.getElementById("sheet");
  if (sheet) {
    const paper = sheet.firstElementChild, image = paper.querySelector("img");
    const size = [Number(paper.dataset.width), Number(paper.dataset.height)];
    const boxes = [...paper.querySelectorAll("svg rect")].map((rect) =>
      ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))));
    const area = boxes.length ? [
      Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])),
      Math.max(...boxes.map((b) => b[0] + b[2])), Math.max(...boxes.map((b) => b[1] + b[3])),
    ] : [0, 0, size[0], size[1] / 3];
    const ROOM = 72, LEAST = 0.25, MOST = 4;  // points around the row, as its number takes; scales from a quarter to four times
    let scale = 1, turned = 0;
    const place = () => {
      const [width, height] = [size[0] * scale, size[1] * scale];
      const swapped = turned % 180 !== 0;
      paper.style.width = `${width}px`;
      paper.style.height = `${height}px`;
      paper.style.transform = turned ? `rotate(${turned}deg)` : "";
      const shift = swapped ? (height - width) / 2 : 0;
      paper.style.margin = swapped ? `${-shift}px ${shift}px` : "";
    };
    const centre = () => {
      const middle = [(area[0] + area[2]) / 2 / size[0], (area[1] + area[3]) / 2 / size[1]];
      const [x, y] = turned === 180 ? [1 - middle[0], 1 - middle[1]] : middle;
      sheet.scrollLeft = x * paper.offsetWidth - sheet.clientWidth / 2;
      sheet.scrollTop = y * paper.offsetHeight - sheet.clientHeight / 2;
    };
    const fit = () => {
      const [width, height] = [area[2] - area[0] + ROOM, area[3] - area[1] + ROOM];
      const whole = Math.min(sheet.clientWidth / width, sheet.clientHeight / height);
      scale = Math.min(MOST, Math.max(LEAST, Math.min(whole, 2)));
      place();
      centre();
    };
    if (image.complete) fit(); else image.addEventListener("load", fit);
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        if (button.dataset.zoom === "fit") { fit(); return; }
        scale = Math.min(MOST, Math.max(LEAST, scale * Number(button.dataset.zoom)));
        place();
        centre();
      });
    }
    document.querySelector("[data-turn]").addEventListener("click", () => {
      turned = (turned + 90) % 360;
      place();
      centre();
    });
  }
  if (!form) return;

  // -- names while typing -------------------------------------------------------------------------------
  const named = form.elements.canonical;
  if (named?.dataset.names) {
    let last = 0;
    named.addEventListener("input", async () => {
      const mine = ++last;
      const answer = await fetch(`${named.dataset.names}?q=${encodeURIComponent(named.value)}`);
      const names = answer.ok ? await answer.json() : [];
      if (mine !== last) return;
      document.getElementById("names").replaceChildren(...names.map((name) => {
        const option = document.createElement("option");
        option.value = name;
        return option;
      }));
    });
  }

  // -- keys ---------------------------------------------------------------------------------------------
  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("textarea, input")) return;
    form.elements.focus.value = event.target.name;
    for (const entry of form.querySelectorAll(".entry.current")) entry.classList.remove("current");
    event.target.closest(".entry")?.classList.add("current");
  });
  addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    const writing = event.target.matches("textarea, input, select");
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

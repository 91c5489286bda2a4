"use strict";
// Sorting, filtering, long tables cut short, and links that open what they point to. Nothing is fetched.
(() => {
  const tables = [...document.querySelectorAll("table.sortable")];
  const value = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.sort ?? cell.textContent.trim();
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function sort(table, head, at) {
    const down = head.getAttribute("aria-sort") === (head.classList.contains("num") ? "descending" : "ascending");
    const descending = head.classList.contains("num") ? !down : down;
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => collator.compare(value(a, at), value(b, at)) ||
      parseFloat(value(a, at)) - parseFloat(value(b, at)) || 0);
    if (rows.every((row) => !isNaN(parseFloat(value(row, at))) || value(row, at) === "–"))
      rows.sort((a, b) => (parseFloat(value(a, at)) || 0) - (parseFloat(value(b, at)) || 0));
    if (descending) rows.reverse();
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    body.append(...rows);
    show(table);
  }

  function show(table) {
    if (!table.id) return;
    const needles = [], keys = {};
    for (const tool of document.querySelectorAll(`[data-table="${table.id}"]`)) {
      const text = tool.value.trim().toLowerCase();
      if (!text) continue;
      if (tool.dataset.key) keys[tool.dataset.key] = text;
      else needles.push(...text.split(/\s+/));
    }
    const limit = table.dataset.all ? Infinity : Number(table.dataset.limit || Infinity);
    table.classList.add("live");
    let fit = 0;
    for (const row of table.tBodies[0].rows) {
      const text = needles.length ? row.textContent.toLowerCase() : "";
      const ok = needles.every((needle) => text.includes(needle)) &&
        Object.entries(keys).every(([key, wanted]) => row.dataset[key] === wanted);
      fit += ok;
      const hidden = !(ok && (fit <= limit || row.classList.contains("target")));
      if (row.hidden !== hidden) row.hidden = hidden;
    }
    const output = document.querySelector(`[data-count="${table.id}"]`);
    if (output) {
      const all = table.tBodies[0].rows.length;
      output.textContent = output.dataset.words.replace("%n", fit).replace("%m", all);
    }
    const more = table.parentNode.nextElementSibling;
    if (more?.classList.contains("more")) more.hidden = fit <= limit;
  }

  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      if (head.classList.contains("fixed")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head, at));
    });
    const words = document.body.dataset.more;
    if (table.dataset.limit && words) {
      const more = document.createElement("button");
      more.type = "button";
      more.className = "more";
      more.textContent = words;
      more.addEventListener("click", () => { table.dataset.all = "1"; show(table); });
      table.parentNode.after(more);
    }
    show(table);
  }

  for (const tool of document.querySelectorAll("[data-table]")) {
    const table = document.getElementById(tool.dataset.table);
    tool.addEventListener("input", () => show(table));
  }

  for (const link of document.querySelectorAll("a[data-code]")) {
    link.addEventListener("click", () => {
      const select = document.getElementById("f-code");
      if (!select) return;
      select.value = link.dataset.code;
      document.getElementById("f-gaps").value = "";
      document.getElementById("f-severity").value = "";
      show(document.getElementById("gap-table"));
    });
    link.hash = "#all-gaps";
  }

  function follow() {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* as it stands */ }
    const target = name && document.getElementById(name);
    if (!target) return;
    for (const old of document.querySelectorAll("tr.target")) old.classList.remove("target");
    if (target.tagName === "DETAILS") target.open = true;
    target.closest("details")?.setAttribute("open", "");
    if (target.tagName === "TR") {
      target.classList.add("target");
      if (target.hidden) {
        for (const tool of document.querySelectorAll(`[data-table="${target.closest("table").id}"]`)) tool.value = "";
        show(target.closest("table"));
      }
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  follow();
})();

"use strict";
// Sorting, filtering, long tables cut short, and links that open what they point to. Nothing is fetched.
// Filters and the order of a table stand in the address (#gap-table?code=missing-table&sort=-4), so that it can be sent.
(() => {
  const tables = [...document.querySelectorAll("table.sortable")];
  const value = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.sort ?? cell.textContent.trim();
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function turn(table, head, at) {
    const down = head.getAttribute("aria-sort") === (head.classList.contains("num") ? "descending" : "ascending");
    sort(table, at, head.classList.contains("num") ? !down : down);
    remember(table);
  }

  function sort(table, at, descending) {
    const head = table.tHead.rows[0].cells[at];
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

  const tools = (table) => [...document.querySelectorAll(`[data-table="${table.id}"]`)];
  const named = (tool) => tool.id.replace(/^f-/, "");

  function remember(table) {
    if (!table.id) return;
    const said = new URLSearchParams();
    for (const tool of tools(table)) if (tool.value.trim()) said.set(named(tool), tool.value.trim());
    const heads = [...table.tHead.rows[0].cells];
    const at = heads.findIndex((head) => head.hasAttribute("aria-sort"));
    if (at >= 0) said.set("sort", (heads[at].getAttribute("aria-sort") === "descending" ? "-" : "") + (at + 1));
    const text = said.toString();
    try {
      history.replaceState(null, "", `#${table.id}${text && "?" + text}`);
    } catch { /* an address that may not be changed: the filters work all the same */ }
  }

  function recall(table, text) {
    const said = new URLSearchParams(text);
    for (const tool of tools(table)) tool.value = said.get(named(tool)) ?? "";
    const at = Math.abs(Number(said.get("sort"))) - 1;
    const head = at >= 0 && table.tHead.rows[0].cells[at];
    if (head && !head.classList.contains("fixed")) sort(table, at, said.get("sort").startsWith("-"));
    else show(table);
  }

  function show(table) {
    if (!table.id) return;
    const needles = [], keys = {};
    for (const tool of tools(table)) {
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
      button.addEventListener("click", () => turn(table, head, at));
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
    tool.addEventListener("input", () => { show(table); remember(table); });
  }

  // Served by the desk, every gap leads to its place there.
  const desk = document.body.dataset.desk;
  for (const row of desk ? document.querySelectorAll("tr[data-decree]") : []) {
    const [position, at] = row.dataset.at.split(" ");
    const link = document.createElement("a");
    const decree = row.dataset.decree.split("/").map(encodeURIComponent).join("/");
    link.href = `${desk}place/${decree}?position=${position}&row=${at}`;
    link.textContent = document.body.dataset.toDesk;
    row.cells[1].append(link);
  }

  for (const link of document.querySelectorAll("a[data-code]")) {
    if (document.getElementById("gap-table")) link.hash = `#gap-table?code=${link.dataset.code}`;
  }

  function follow() {
    let [name, said] = location.hash.slice(1).split("?");
    try { name = decodeURIComponent(name); } catch { /* as it stands */ }
    const target = name && document.getElementById(name);
    if (!target) return;
    for (const old of document.querySelectorAll("tr.target")) old.classList.remove("target");
    if (target.tagName === "DETAILS") target.open = true;
    target.closest("details")?.setAttribute("open", "");
    if (target.tagName === "TR") {
      target.classList.add("target");
      if (target.hidden) {
        for (const tool of tools(target.closest("table"))) tool.value = "";
        show(target.closest("table"));
      }
    }
    if (target.tagName === "TABLE") {
      if (said !== undefined) recall(target, said);
      (tools(target)[0]?.closest(".tools") ?? target).scrollIntoView();
      return;
    }
    target.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  follow();
})();

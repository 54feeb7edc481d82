"use strict";
(() => {
  const { columns, order, usual, searched, joined, separator, rowsPerPage } = claimpackClaims;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const total = columns[0].cells.length;
  const find = (id) => document.getElementById(id);
  const form = find("claims-form");
  const selects = Array.from(form.querySelectorAll("select")).filter((each) => byName.has(each.name));
  const state = { sort: "", isDown: false, columns: usual, page: 1, found: [] };

  // What a cell holds, and what of it is shown.
  const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]/g;
  const escapeUnsafe = (found) => {
    const code = found.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  };
  const readCell = (column, row) => (column.words ? column.words[column.cells[row]] : column.cells[row]);
  const split = (column, text) => (joined.includes(column.name) ? text.split(separator) : [text]);
  const showText = (text) => text.replace(UNSAFE, escapeUnsafe);
  const showPart = (column, part) => showText(column.labels?.[part] ?? part);
  const showCell = (column, text) => split(column, text).map((part) => showPart(column, part)).join(separator);
  const group = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

  // Words are compared as DuckDB's strip_accents(lower(…)) has them.
  const fold = (text) => {
    const lower = text.replaceAll("\u03a3", "\u03c3").toLowerCase(); // no final sigma
    return /^[\x00-\x7f]*$/.test(lower) ? lower : lower.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
  };
  const foldAll = (column) => (column.folded ??= (column.words ?? column.cells).map(fold));

  // A test of each distinct word of a column serves all its rows.
  const testWords = (column, test, words = column.words ?? column.cells) => {
    const passes = words.map(test);
    return column.words ? (row) => passes[column.cells[row]] : (row) => passes[row];
  };
  const testContains = (column, word) => testWords(column, (text) => text.includes(word), foldAll(column));

  // Texts are in the order of their code points, not of their halves in UTF-16.
  const isHalf = (code) => code >= 0xd800 && code <= 0xdfff;
  const isBefore = (left, right) => {
    if (typeof left === "number") return left < right;
    let index = 0;
    while (index < left.length && left.charCodeAt(index) === right.charCodeAt(index)) index += 1;
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (Number.isNaN(one) || Number.isNaN(other)) return left.length < right.length;
    return isHalf(one) === isHalf(other) ? one < other : isHalf(other);
  };

  const quote = (text) => `'${text.replaceAll("'", "''")}'`;

  // Each filter that is set, as a test of a row and as a condition in SQL.
  const listFilters = () => {
    const filters = [];
    for (const word of new Set(fold(form.q.value).split(/\s+/).filter(Boolean))) {
      const tests = searched.map((name) => testContains(byName.get(name), word));
      filters.push({
        test: (row) => tests.some((test) => test(row)),
        sql: `contains(strip_accents(lower(concat_ws(' ', ${searched.join(", ")}))), ${quote(word)})`,
      });
    }
    for (const { name, value } of selects.filter((select) => select.value)) {
      const column = byName.get(name);
      filters.push({
        test: testWords(column, (text) => split(column, text).includes(value)),
        sql: joined.includes(name)
          ? `list_contains(string_split(${name}, ${quote(separator)}), ${quote(value)})`
          : `${name} = ${quote(value)}`,
      });
    }
    filters.push(...listDates(form.said_from.value, form.said_to.value));
    if (form.restatements.value) {
      filters.push({
        test: testWords(byName.get("restates_claim_id"), (text) => text === ""),
        sql: "restates_claim_id IS NULL",
      });
    }
    return filters;
  };

  // An empty end of a date that is there is open.
  const listDates = (from, to) => {
    const filters = [];
    const add = (name, test, sql) => filters.push({ test: testWords(byName.get(name), test), sql });
    if (from || to) add("said_edtf", (text) => text !== "", "said_edtf IS NOT NULL");
    if (from) add("said_end", (text) => text === "" || text >= from, `(said_end IS NULL OR said_end >= DATE '${from}')`);
    if (to) add("said_start", (text) => text === "" || text <= to, `(said_start IS NULL OR said_start <= DATE '${to}')`);
    return filters;
  };

  // A date is sorted by its first day, words of a number by that; what is empty stands last.
  const findKey = (name) => byName.get(name === "quantity_text" ? "quantity" : name.replace(/_edtf$/, "_start"));
  const sortRows = (rows) => {
    if (!state.sort) return rows;
    const column = findKey(state.sort);
    const texts = column.isNumber ? (column.words ?? column.cells) : foldAll(column);
    const keys = column.isNumber ? texts.map((text) => (text === "" ? "" : Number(text))) : texts;
    const key = (row) => keys[column.words ? column.cells[row] : row];
    const sign = state.isDown ? -1 : 1;
    return rows.sort((a, b) => {
      const [left, right] = [key(a), key(b)];
      if (left === right) return a - b;
      if (left === "" || right === "") return left === "" ? 1 : -1;
      return isBefore(left, right) ? -sign : sign;
    });
  };
  const writeSort = () => {
    if (!state.sort) return order;
    const { name, isNumber } = findKey(state.sort);
    const isWord = !isNumber && !name.endsWith("_start") && !name.endsWith("_end");
    const key = isWord && name !== "is_headline" ? `strip_accents(lower(${name}))` : name;
    return [`${key}${state.isDown ? " DESC" : ""} NULLS LAST`, ...order];
  };
  const writeQuery = (filters) => {
    const where = filters.map(({ sql }, index) => `${index ? "  AND" : "WHERE"} ${sql}`);
    return ["SELECT *", "FROM claims_flat", ...where, `ORDER BY ${writeSort().join(", ")}`, ""].join("\n");
  };

  // CSV as `claimpack query` writes it.
  const quoteCell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const writeCsv = (rows) => {
    const lines = rows.map((row) => columns.map((column) => quoteCell(readCell(column, row))).join(","));
    return [columns.map(({ name }) => name).join(","), ...lines, ""].join("\n");
  };
  const saveCsv = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([writeCsv(state.found)], { type: "text/csv;charset=utf-8" }));
    link.download = "claims.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // The address says what is shown, and a link with it shows the same.
  const addChoice = (select, value, text = value) => {
    const choice = new Option(text, value);
    choice.dir = "auto";
    select.add(choice);
  };
  const readAddress = () => {
    const asked = new URLSearchParams(location.search);
    for (const control of form.elements) {
      const value = asked.get(control.name) ?? "";
      control.value = value;
      if (selects.includes(control) && control.value !== value) {
        addChoice(control, value, showText(value));
        control.value = value;
      }
    }
    const sort = asked.get("sort") ?? "";
    const name = sort.replace(/^-/, "");
    Object.assign(state, {
      sort: byName.has(name) ? name : "",
      isDown: sort.startsWith("-"),
      columns: asked.get("columns")?.split(",") ?? usual,
      page: Number(asked.get("page")) || 1,
    });
  };
  const writeAddress = () => {
    const asked = new URLSearchParams();
    for (const { name, value } of form.elements) if (name && value) asked.set(name, value);
    if (state.sort) asked.set("sort", (state.isDown ? "-" : "") + state.sort);
    if (state.columns !== usual) asked.set("columns", state.columns.join());
    if (state.page > 1) asked.set("page", state.page);
    const query = asked.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  };

  const make = (tag, values = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  };
  const table = find("claims-table");
  const isShown = ({ name }) => name !== "claim_text" && state.columns.includes(name);
  const listShown = () => [byName.get("claim_text"), ...columns.filter(isShown)];

  const showHead = () => {
    const cells = listShown().map(({ name, label, isNumber }) => {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => sortBy(name));
      const head = make("th", { scope: "col", className: `of-${name}${isNumber ? " number" : ""}` }, button);
      head.dataset.name = name;
      return head;
    });
    table.tHead.rows[0].replaceChildren(...cells);
  };
  const showOrder = () => {
    const way = state.isDown ? "descending" : "ascending";
    const name = state.sort ? `by “${byName.get(state.sort).label}”, ${way}` : "in the order of the articles";
    table.caption.textContent = `Claims ${name}`;
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.name === state.sort) head.ariaSort = way;
      else head.removeAttribute("aria-sort");
    }
  };
  const findClaim = (row) => {
    const [article, claim] = ["document_id", "claim_id"].map((name) => readCell(byName.get(name), row));
    return `articles/${article}.html#${claim.startsWith(`${article}.`) ? claim.slice(article.length + 1) : claim}`;
  };
  // A span of days may be cut where its ends meet, and nowhere else.
  const makeCell = (column, text) => {
    if (!column.name.endsWith("_edtf")) return make("bdi", {}, showCell(column, text));
    const ends = text.split(/(?<=\/)/).map((end) => make("span", { className: "day" }, showText(end)));
    return make("bdi", {}, ...ends);
  };
  const mark = (column, row) => {
    if (column.name === "polarity" && readCell(column, row) === "negative") return "negative";
    return column.isNumber ? "number" : "";
  };
  const makeRow = (row) => {
    const [first, ...others] = listShown().map((column) => {
      const text = readCell(column, row);
      return [column, text && makeCell(column, text)];
    });
    const link = make("a", { href: findClaim(row) }, first[1]);
    const cells = others.map(([column, shown]) => make("td", { className: mark(column, row) }, shown));
    return make("tr", {}, make("th", { scope: "row" }, link), ...cells);
  };
  const showRows = (from, to) => {
    const rows = state.found.slice(from, to).map(makeRow);
    const none = make("td", { colSpan: listShown().length, className: "note" }, "No claim");
    table.tBodies[0].replaceChildren(...(rows.length ? rows : [make("tr", {}, none)]));
  };
  const describeFound = (from, to) => {
    const hits = state.found.length;
    const all = `${group(total)} ${total === 1 ? "claim" : "claims"}`;
    if (!hits) return `None of ${all} is like that. Take a filter away, or show all claims.`;
    const found = hits === total ? `All ${all}` : `${group(hits)} of ${all}`;
    return hits > rowsPerPage ? `${found}; ${group(from + 1)} to ${group(to)} are shown.` : `${found}.`;
  };

  const countPages = () => Math.max(1, Math.ceil(state.found.length / rowsPerPage));
  const TURNS = [() => 1, () => state.page - 1, () => state.page + 1, countPages];
  const pagers = Array.from(document.querySelectorAll("nav.pager"), (nav) => {
    const buttons = Array.from(nav.querySelectorAll("button"));
    buttons.forEach((button, index) => button.addEventListener("click", () => {
      if (button.ariaDisabled === "true") return;
      state.page = TURNS[index]();
      show();
      find("claims-count").scrollIntoView({ block: "nearest" });
    }));
    return { nav, buttons, where: nav.querySelector("p") };
  });
  const showPagers = () => {
    for (const { nav, buttons, where } of pagers) {
      nav.hidden = countPages() === 1;
      where.textContent = `Page ${group(state.page)} of ${group(countPages())}`;
      const ends = [state.page === 1, state.page === countPages()];
      buttons.forEach((button, index) => { button.ariaDisabled = String(ends[Number(index > 1)]); });
    }
  };

  const show = () => {
    state.page = Math.min(Math.max(1, Math.trunc(state.page)), countPages());
    const from = (state.page - 1) * rowsPerPage;
    const to = Math.min(from + rowsPerPage, state.found.length);
    showRows(from, to);
    showOrder();
    showPagers();
    find("claims-count").textContent = describeFound(from, to);
    writeAddress();
  };
  const search = () => {
    const filters = listFilters();
    const rows = Array.from({ length: total }, (_, row) => row);
    state.found = sortRows(rows.filter((row) => filters.every(({ test }) => test(row))));
    const query = writeQuery(filters);
    find("claims-sql").textContent = query.replace(UNSAFE, escapeUnsafe);
    find("claims-copy").dataset.copy = query;
    show();
  };
  const searchAnew = () => {
    state.page = 1;
    search();
  };
  // Upwards, downwards, and as the articles have them.
  const sortBy = (name) => {
    const isSame = state.sort === name;
    Object.assign(state, { sort: isSame && state.isDown ? "" : name, isDown: isSame && !state.isDown });
    searchAnew();
  };

  for (const select of selects) {
    const column = byName.get(select.name);
    const parts = new Set((column.words ?? column.cells).flatMap((text) => split(column, text)));
    parts.delete("");
    const choices = Array.from(parts, (part) => [part, showPart(column, part)]);
    const compare = new Intl.Collator("en").compare;
    for (const [part, text] of choices.sort((a, b) => compare(a[1], b[1]))) addChoice(select, part, text);
  }
  let timer = 0;
  form.addEventListener("input", ({ target }) => {
    clearTimeout(timer);
    timer = setTimeout(searchAnew, target.name === "q" ? 150 : 0);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    searchAnew();
  });
  find("claims-reset").addEventListener("click", () => {
    for (const control of form.elements) control.value = "";
    state.sort = "";
    searchAnew();
  });
  find("claims-csv").addEventListener("click", saveCsv);

  readAddress();
  const choices = columns.filter(({ name }) => name !== "claim_text").map(({ name, label }) => {
    const box = make("input", { type: "checkbox", name, checked: state.columns.includes(name) });
    return make("label", {}, box, label);
  });
  const fieldset = find("claims-columns").querySelector("fieldset");
  fieldset.append(...choices);
  fieldset.addEventListener("input", () => {
    const names = Array.from(fieldset.elements).filter(({ checked }) => checked).map(({ name }) => name);
    state.columns = ["claim_text", ...names];
    showHead();
    show();
  });
  showHead();
  search();
})();

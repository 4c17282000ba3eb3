/* The verdict table: sort, filter, choose. */
const table = { sort: "rank", down: false, status: "all", text: "", shown: 100, chosen: -1 };
const COLUMNS = [
  { key: "status", value: (row) => RANK[row.status] }, { key: "case", value: (row) => row.case }, { key: "driver", value: (row) => row.driver },
  { key: "score", value: (row) => row.score, number: true },
  ...["min_ttc", "min_time_gap", "max_brake", "max_offset"].map((name) => ({ key: name, measure: true, number: true, value: (row) => row.measures[name] })),
  { key: "events", value: (row) => row.events.length }, { key: "blame", value: (row) => row.blame },
];
const RANK = { failed: 0, infrastructure: 1, unavoidable: 2, not_exercised: 3, passed: 4 };

function element(tag, words, text) {
  const made = document.createElement(tag);
  if (words) made.className = words;
  if (text !== undefined) made.textContent = text;
  return made;
}
function pill(status) {
  const made = element("span", "pill", `${SIGN[status]} ${cap(say(status))}`);
  made.style.setProperty("--tone", `var(--${status})`);
  return made;
}
function params_text(row) {
  const said = Object.entries(row.params).map(([name, value]) => `${name}=${value}`);
  if (row.seed) said.push(`${say("seed")} ${row.seed}`);
  return said.join(" · ");
}
function visible_columns() { return COLUMNS.filter((column) => column.key !== "driver" || DATA.drivers.length > 1); }
function rows_now() {
  const text = table.text.toLowerCase();
  const fits = (row) => (table.status === "all" || row.status === table.status) && (!text || row.words.includes(text));
  const rows = DATA.rows.filter(fits), column = COLUMNS.find((c) => c.key === table.sort);
  const order = (a, b) => {
    if (!column) return RANK[a.status] - RANK[b.status] || a.score - b.score || a.at - b.at;
    const [x, y] = [column.value(a), column.value(b)];
    if (x === y) return a.at - b.at;
    if (x === null || x === undefined) return 1;
    if (y === null || y === undefined) return -1;
    return (x < y ? -1 : 1) * (table.down ? -1 : 1);
  };
  return rows.sort(order);
}
function show_head() {
  const line = element("tr");
  for (const column of visible_columns()) {
    const cell = element("th", column.number ? "number" : ""), button = element("button", "", column.measure ? short_name(column.key) : say(column.key));
    cell.scope = "col";
    if (table.sort === column.key) cell.setAttribute("aria-sort", table.down ? "descending" : "ascending");
    button.type = "button";
    button.onclick = () => { table.down = table.sort === column.key ? !table.down : false; table.sort = column.key; show_table(); };
    cell.append(button); line.append(cell);
  }
  $("head").replaceChildren(line);
}
const SHORT = {
  min_ttc: ["TTC min", "最小 TTC"], min_time_gap: ["Time gap min", "最小时距"], max_brake: ["Braking max", "最大制动"],
  max_jerk: ["Jerk max", "最大加加速度"], max_offset: ["Off centre max", "最大偏移"],
};
function short_name(name) { return SHORT[name] ? SHORT[name][language] : measure_name(name); }

function row_line(row) {
  const line = element("tr");
  line.tabIndex = 0;
  line.setAttribute("aria-selected", String(row.at === table.chosen));
  for (const column of visible_columns()) line.append(row_cell(row, column));
  line.onclick = () => choose(row, true);
  line.onkeydown = (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(row, true); }
    const next = event.key === "ArrowDown" ? line.nextSibling : event.key === "ArrowUp" ? line.previousSibling : null;
    if (next) { event.preventDefault(); next.focus(); }
  };
  return line;
}
function row_cell(row, column) {
  const cell = element("td", column.number ? "number" : "");
  if (column.key === "status") cell.append(pill(row.status));
  else if (column.key === "case") {
    cell.className = "name"; cell.append(row.case); cell.title = row.case;
    const said = params_text(row);
    if (said) cell.append(element("small", "", said));
  } else if (column.key === "score") {
    const bar = element("span", "score"), inner = element("i");
    inner.style.width = `${100 * (row.score || 0)}%`; bar.style.setProperty("--tone", `var(--${row.status})`);
    bar.append(inner); cell.append(number(row.score, 2), bar);
  } else if (column.measure) cell.textContent = measure_text(column.key, row.measures[column.key]);
  else if (column.key === "events") {
    const names = new Map();
    for (const event of row.events) names.set(event.name, names.get(event.name) || event.fails);
    for (const [name, fails] of names) cell.append(element("span", fails ? "tag fails" : "tag", say(name)));
  } else if (column.key === "blame") cell.append(element("span", "muted", say("blame_" + row.blame)));
  else cell.textContent = row[column.key];
  return cell;
}
function show_table() {
  show_head();
  const rows = rows_now(), part = rows.slice(0, table.shown);
  const empty = element("tr"), cell = element("td", "muted", say("none_found"));
  cell.colSpan = 12; empty.append(cell);
  $("rows").replaceChildren(...(part.length ? part.map(row_line) : [empty]));
  $("more").hidden = rows.length <= part.length;
  $("more").textContent = say("more", Math.min(200, rows.length - part.length));
}
function show_filters() {
  const counts = { all: DATA.rows.length };
  for (const row of DATA.rows) counts[row.status] = (counts[row.status] || 0) + 1;
  $("filters").setAttribute("aria-label", say("filters"));
  $("filters").replaceChildren(...["all", "failed", "unavoidable", "passed", "not_exercised", "infrastructure"].filter((s) => counts[s]).map((status) => {
    const made = element("button", "chip", cap(say(status)));
    made.type = "button"; made.append(element("b", "", String(counts[status])));
    made.setAttribute("aria-pressed", String(table.status === status));
    made.onclick = () => { table.status = status; show_filters(); show_table(); };
    return made;
  }));
}
function start_table() {
  DATA.rows.forEach((row, k) => {
    row.at = k;
    row.words = [row.case, row.driver, row.status, row.blame, ...row.events.flatMap((event) => [event.name, event.text, ...(WORDS[event.name] || [])]), params_text(row)].join(" ").toLowerCase();
  });
  $("search").oninput = () => { table.text = $("search").value; table.shown = 100; show_table(); };
  $("more").onclick = () => { table.shown += 200; show_table(); };
}

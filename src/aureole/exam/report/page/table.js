/* The verdict table: only the rows in sight are in the page, however many there are. */
const ROW = 46;  // CSS pixels, the height of a row in look.css
const COLUMNS = [
  { key: "status", width: 116 }, { key: "case", width: 0 }, { key: "driver", width: 96 }, { key: "score", width: 100, number: true },
  ...["min_ttc", "min_time_gap", "max_brake", "max_offset"].map((name) => ({ key: name, measure: true, number: true, width: 104 })),
  { key: "events", width: 176 }, { key: "blame", width: 80 }, { key: "replay", width: 68 },
];
function element(tag, words, text) {
  const made = document.createElement(tag);
  if (words) made.className = words;
  if (text !== undefined) made.textContent = text;
  return made;
}
function press(words, text, act) {
  const made = element("button", words, text);
  made.type = "button"; made.onclick = act;
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
function phone() { return matchMedia("(max-width: 760px)").matches; }
function visible_columns() {
  return COLUMNS.filter((column) => (column.key !== "driver" || DATA.drivers.length > 1) && (column.key !== "replay" || DATA.replays.length)
    && !(phone() && (column.measure || column.key === "blame")));
}
function show_head() {
  const line = element("tr"), widths = [];
  for (const column of visible_columns()) {
    const cell = element("th", column.number ? "number" : ""), button = press("", column.measure ? short_name(column.key) : say(column.key === "replay" ? "replay_short" : column.key), () => {
      narrow({ sort: column.key, down: table.sort === column.key ? !table.down : column.key === "replay" });
    });
    cell.scope = "col";
    if (table.sort === column.key) cell.setAttribute("aria-sort", table.down ? "descending" : "ascending");
    cell.append(button); line.append(cell);
    const col = element("col");
    if (column.width) col.style.width = `${column.width}px`;
    widths.push(col);
  }
  line.setAttribute("aria-rowindex", "1");
  $("head").replaceChildren(line); $("cols").replaceChildren(...widths);
  $("table").style.minWidth = `${visible_columns().reduce((all, column) => all + (column.width || 176), 0)}px`;
}
function row_line(k, place) {
  const row = row_at(k), line = element("tr");
  line.tabIndex = place === table.focus ? 0 : -1;
  line.dataset.place = String(place);
  line.setAttribute("aria-rowindex", String(place + 2));
  line.setAttribute("aria-selected", String(k === table.chosen));
  for (const column of visible_columns()) line.append(row_cell(row, column));
  line.onclick = () => { table.focus = place; choose(row, true); };
  return line;
}
function row_cell(row, column) {
  const cell = element("td", column.number ? "number" : "");
  if (column.key === "status") cell.append(pill(row.status));
  else if (column.key === "case") {
    cell.className = "name"; cell.append(row.case); cell.title = row.case.slice(0, 300);
    const said = params_text(row);
    if (said) cell.append(element("small", "", said));
  } else if (column.key === "score") {
    const bar = element("span", "score"), inner = element("i");
    inner.style.width = `${100 * (row.score || 0)}%`; bar.style.setProperty("--tone", `var(--${row.status})`);
    bar.append(inner); cell.append(number(row.score, 2), bar);
  } else if (column.measure) { const values = measure_column(column.key); cell.textContent = measure_text(column.key, values ? values.values[row.at] : null); }
  else if (column.key === "events") {
    const names = new Map();
    for (const event of row.events) names.set(event.name, names.get(event.name) || event.fails);
    for (const [name, fails] of [...names].sort((a, b) => Number(b[1]) - Number(a[1]))) cell.append(element("span", fails ? "tag fails" : "tag", say(name)));
  } else if (column.key === "blame") cell.append(element("span", "muted", say("blame_" + row.blame)));
  else if (column.key === "replay") { cell.textContent = row.replay >= 0 ? "▶" : ""; cell.title = row.replay >= 0 ? say("play") : ""; }
  else { cell.textContent = row.who; cell.title = row.who; }
  return cell;
}
/* The rows between the two empty ones that stand for all above and all below. */
function show_window() {
  const rows = rows_now(), box = $("scroll"), head = 36, high = Math.min(Math.max(1, rows.length) * ROW + head, Math.max(260, Math.min(0.5 * innerHeight, 500)));
  box.style.height = `${high + 1}px`;
  const first = Math.max(0, Math.min(rows.length, Math.floor(box.scrollTop / ROW)) - 6), last = Math.min(rows.length, Math.ceil((box.scrollTop + high - head) / ROW) + 6);
  const held = document.activeElement && document.activeElement.parentNode === $("rows");
  $("above").style.height = `${first * ROW}px`; $("below").style.height = `${(rows.length - last) * ROW}px`;
  $("above").hidden = first === 0; $("below").hidden = last === rows.length;
  const lines = [];
  for (let place = first; place < last; place++) lines.push(row_line(rows[place], place));
  if (!rows.length) { const empty = element("tr"), cell = element("td", "muted", say("none_found")); cell.colSpan = 12; empty.append(cell); lines.push(empty); }
  $("rows").replaceChildren(...lines);
  if (held) focus_row();
}
function focus_row() {
  const line = $("rows").querySelector(`[data-place="${table.focus}"]`);
  if (line) line.focus({ preventScroll: true });
}
/* Moves the keyboard's row and brings it into sight. */
function move_focus(to) {
  const rows = rows_now(), box = $("scroll"), room = box.clientHeight - 36;
  table.focus = Math.max(0, Math.min(rows.length - 1, to));
  const top = table.focus * ROW;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW > box.scrollTop + room) box.scrollTop = top + ROW - room;
  show_window(); focus_row();
}
function show_table() {
  show_head(); show_window();
  const count = rows_now().length;
  $("table").setAttribute("aria-rowcount", String(count + 1));
  $("count").textContent = count === ROWS ? say("all_rows", whole(ROWS)) : say("some_rows", whole(count), whole(ROWS));
}
function show_filters() {
  const counts = { all: ROWS };
  for (const status of core("status")) counts[STATUSES[status]] = (counts[STATUSES[status]] || 0) + 1;
  $("filters").setAttribute("aria-label", say("filters"));
  $("filters").replaceChildren(...["all", "failed", "unavoidable", "passed", "not_exercised", "infrastructure"].filter((s) => counts[s]).map((status) => {
    const made = press("chip", cap(say(status)), () => narrow({ status }));
    made.append(element("b", "", whole(counts[status])));
    made.setAttribute("aria-pressed", String(table.status === status));
    return made;
  }), ...(table.lines ? [press("chip gone", `${table.lines_name} ✕`, () => narrow({ lines: null }))] : []));
  fill_select($("by-who"), [["-1", say("all_drivers")], ...DATA.drivers.map((name, k) => [String(k), name])], String(table.who));
  fill_select($("by-clause"), [["", say("all_clauses")], ...DATA.clauses.map((clause) => [clause.id, say("violates", clause_name(clause))])], table.clause);
  $("by-who").hidden = DATA.drivers.length < 2; $("by-clause").hidden = !DATA.clauses.length;
}
function fill_select(select, options, value) {
  select.replaceChildren(...options.map(([key, text]) => new Option(text.length > 64 ? `${text.slice(0, 63)}…` : text, key)));
  select.value = value;
}
function start_table() {
  $("search").oninput = () => narrow({ text: $("search").value });
  $("by-who").onchange = () => narrow({ who: Number($("by-who").value) });
  $("by-clause").onchange = () => narrow({ clause: $("by-clause").value });
  let waiting = false;
  $("scroll").addEventListener("scroll", () => {
    if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; show_window(); }); }
  }, { passive: true });
  $("scroll").addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor($("scroll").clientHeight / ROW) - 2), last = rows_now().length - 1;
    const to = { ArrowDown: table.focus + 1, ArrowUp: table.focus - 1, PageDown: table.focus + page, PageUp: table.focus - page, Home: 0, End: last }[event.key];
    if (event.target.closest("thead")) return;
    if (to !== undefined) { event.preventDefault(); move_focus(to); }
    if ((event.key === "Enter" || event.key === " ") && event.target.closest("tbody") && last >= 0) { event.preventDefault(); choose(row_at(rows_now()[table.focus]), true); }
  });
}

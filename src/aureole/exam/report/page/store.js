/* The lines of the report: columns for counting over all of them, whole rows only for those on screen. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const ROWS = DATA.rows, STATUSES = DATA.statuses, RANK = { failed: 0, infrastructure: 1, unavoidable: 2, not_exercised: 3, passed: 4 };

/* Work that can wait until the page has been painted once; afterwards it is done at once. */
const waiting = new Set();
let painted = false;
function later(work) { if (painted) work(); else waiting.add(work); }
function work_off() { painted = true; for (const work of waiting) work(); waiting.clear(); }

const opened = new Map();
function section(name) {
  if (!opened.has(name)) opened.set(name, open_section(DATA.sections[name]));
  return opened.get(name);
}
const core = (name) => section("core").column(name).values;
const word = (name, k) => { const column = section("core").column(name); return column.words[column.values[k]]; };
/* Places in DATA.drivers. */
const WHO = (() => { const column = section("core").column("who"), place = (column.words || []).map((name) => DATA.drivers.indexOf(name)); return Int32Array.from(column.values, (code) => place[code]); })();
const RANKS = Int8Array.from(core("status"), (status) => RANK[STATUSES[status]]);
const LINES = core("line").reduce((most, line) => Math.max(most, line), -1) + 1;
/* For every driver: the row of each line, -1 where it did not drive it. */
const ROW_OF = DATA.drivers.map(() => new Int32Array(LINES).fill(-1));
core("line").forEach((line, k) => { ROW_OF[WHO[k]][line] = k; });
const driver_of = DATA.drivers.map((name, who) => { const k = WHO.indexOf(who); return k < 0 ? name : word("driver", k); });
const is_reference = (who) => driver_of[who].startsWith("r157-");

function table_of(prefix, k) {
  const found = {};
  for (const name of section("core").names) if (name.startsWith(prefix)) { const text = word(name, k); if (text) found[name.slice(prefix.length)] = text.slice(1); }
  return found;
}
function measure_column(name) { return section("main").column(name); }  // those that the table shows
function measures_of(k) {
  const found = {};
  for (const part of ["main", "rest"]) for (const name of section(part).names) { const value = section(part).column(name).values[k]; if (!Number.isNaN(value)) found[name] = value; }
  return found;
}
/* Groups of events or clauses: name, clause, fails, and the rows in rising order. */
const grouped = new Map();
function groups_of(part) {
  if (!grouped.has(part)) {
    const from = section(part), names = from.column("names"), clauses = from.column("clauses"), fails = from.column("fails");
    grouped.set(part, Array.from(names.values, (code, g) => ({
      name: names.words[code], clause: clauses.words[clauses.values[g]], fails: Boolean(fails.values[g]), rows: from.column(`${g}/row`).values,
      column: (name) => from.column(`${g}/${name}`),
    })));
  }
  return grouped.get(part);
}
/* Place of the first entry that is not below the value. */
function lower(list, value) {
  let low = 0, high = list.length;
  while (low < high) { const middle = (low + high) >> 1; if (list[middle] < value) low = middle + 1; else high = middle; }
  return low;
}
function moments_of(part, k) {
  const found = [];
  for (const group of groups_of(part))
    for (let at = lower(group.rows, k); at < group.rows.length && group.rows[at] === k; at++) {
      const number_at = (name) => { const value = group.column(name).values[at]; return Number.isNaN(value) ? null : value; }, text = group.column("text");
      found.push({ name: group.name, clause: group.clause, fails: group.fails, place: group.column("place").values[at], time: number_at("time"), value: number_at("value"),
        limit: number_at("limit"), margin: number_at("margin"), text: text.words ? text.words[text.values[at]] : "" });
    }
  return found.sort((a, b) => a.place - b.place);
}
let told_commands = null;
function quoted(text) { return /^[\w@%+=:,./-]+$/.test(text) && /^[\x00-\x7f]*$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`; }
/* The command that drives the row again. */
function command_of(row) {
  if (DATA.again) return (told_commands = told_commands || JSON.parse(text_of(DATA.again)).commands)[row.at];
  const words = ["aureole", "drive", word("target", row.at), "--driver", row.driver, "--seed", String(row.seed)];
  if (DATA.cars.includes(row.extra.car)) words.push("--car", row.extra.car);
  if (row.extra.step !== undefined) words.push("--dt", row.extra.step);
  for (const [name, value] of Object.entries(row.params)) words.push("--set", `${name}=${value}`);
  return words.map(quoted).join(" ");
}
const known_rows = new Map();
function row_at(k) {
  if (k < 0 || k >= ROWS) return null;
  if (!known_rows.has(k)) {
    if (known_rows.size > 400) known_rows.clear();
    const score = core("score")[k];
    known_rows.set(k, {
      at: k, case: word("case", k), who: DATA.drivers[WHO[k]], driver: word("driver", k), seed: core("seed")[k], status: STATUSES[core("status")[k]],
      score: Number.isNaN(score) ? null : score, blame: DATA.blames[core("blame")[k]], line: core("line")[k], replay: core("replay")[k],
      params: table_of("param/", k), extra: table_of("extra/", k), events: moments_of("events", k),
    });
  }
  return known_rows.get(k);
}
/* The same drive by others: [place in DATA.drivers, row]. */
function others_of(row) {
  return DATA.drivers.map((_, who) => [who, ROW_OF[who][row.line]]).filter(([who, k]) => k >= 0 && who !== WHO[row.at]);
}

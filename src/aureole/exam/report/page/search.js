/* Which rows the table shows, in which order: everything counts over columns, no row is made for it. */
const table = { sort: "rank", down: false, status: "all", who: -1, clause: "", lines: null, lines_name: "", text: "", chosen: -1, focus: 0 };
let found_rows = null;  // Int32Array; null: must be found again

const NUMBERS = new Set(["min_ttc", "min_time_gap", "max_brake", "max_offset", "impact_speed"]);
/* One number a row to sort by; NaN goes last. */
function sort_values(key) {
  if (key === "rank") { const scores = core("score"); return Float64Array.from(RANKS, (rank, k) => rank + (scores[k] >= 0 ? scores[k] / 2 : 0)); }
  if (key === "status") return RANKS;
  if (key === "driver") return WHO;
  if (key === "case") {
    const column = section("core").column("case"), order = column.words.map((_, k) => k).sort((a, b) => column.words[a] < column.words[b] ? -1 : 1), place = new Int32Array(order.length);
    order.forEach((code, k) => { place[code] = k; });
    return column.values.map((code) => place[code]);
  }
  if (NUMBERS.has(key)) { const column = measure_column(key); return column ? column.values : new Float64Array(ROWS).fill(NaN); }
  return core(key);
}
/* Rows in which any word of the row begins with, or holds, what was typed; several terms must all be met. */
function text_mask(text) {
  const mask = new Uint8Array(ROWS).fill(1);
  for (const term of text.toLowerCase().split(/\s+/).filter(Boolean)) {
    const hit = term_mask(term);
    for (let k = 0; k < ROWS; k++) mask[k] &= hit[k];
  }
  return mask;
}
function term_mask(term) {
  const mask = new Uint8Array(ROWS), holds = (text) => text.toLowerCase().includes(term), said = (key) => holds(key) || (WORDS[key] || []).some(holds);
  const by_word = (column, prefix = "") => {
    if (!column.words) return;
    const good = column.words.map((text) => text !== "" && holds(prefix + text));
    if (good.includes(true)) column.values.forEach((code, k) => { if (good[code]) mask[k] = 1; });
  };
  for (const name of ["case", "who", "driver"]) by_word(section("core").column(name));
  for (const name of section("core").names) if (name.startsWith("param/")) by_word(section("core").column(name), name.slice(6));
  const statuses = STATUSES.map(said), blames = DATA.blames.map((name) => said("blame_" + name));
  const digest = section("digests").column("digest");
  if (/^[0-9a-f]{6,}$/.test(term)) by_word(digest);
  core("status").forEach((code, k) => { if (statuses[code]) mask[k] = 1; });
  core("blame").forEach((code, k) => { if (blames[code]) mask[k] = 1; });
  for (const group of groups_of("events")) {
    const whole = said(group.name) || holds(group.clause);
    const text = whole ? null : group.column("text"), good = text && text.words ? text.words.map(holds) : null;
    if (whole) for (const k of group.rows) mask[k] = 1;
    else if (good && good.includes(true)) group.rows.forEach((k, at) => { if (good[text.values[at]]) mask[k] = 1; });
  }
  return mask;
}
/* Rows outside of the limit of a clause. */
function clause_mask(clause) {
  const mask = new Uint8Array(ROWS);
  for (const part of ["clauses", "events"])
    for (const group of groups_of(part)) if (group.clause === clause) {
      const margins = group.column("margin").values;
      group.rows.forEach((k, at) => { if (group.fails || margins[at] < 0) mask[k] = 1; });
    }
  return mask;
}
/* Rows by value, then in their own order. Native sorting of packed numbers: comparing functions are too slow for a hundred thousand. */
function sorted_by(rows, values, down) {
  const known = Float64Array.from(rows, (k) => values[k]).filter((value) => value === value).sort(), keys = new Float64Array(rows.length);
  let n = 0;
  for (const value of known) if (n === 0 || value !== known[n - 1]) known[n++] = value;
  const different = known.subarray(0, n);
  rows.forEach((k, at) => {
    const value = values[k], place = value !== value ? n : down ? n - 1 - lower(different, value) : lower(different, value);
    keys[at] = place * ROWS + k;
  });
  keys.sort();
  return Int32Array.from(keys, (key) => key % ROWS);
}
function rows_now() {
  if (found_rows) return found_rows;
  const text = table.text.trim() ? text_mask(table.text) : null, clause = table.clause ? clause_mask(table.clause) : null;
  const status = table.status === "all" ? -1 : RANK[table.status], lines = table.lines, drives = core("line"), kept = new Int32Array(ROWS);
  let n = 0;
  for (let k = 0; k < ROWS; k++)
    if ((status < 0 || RANKS[k] === status) && (table.who < 0 || WHO[k] === table.who) && (!text || text[k]) && (!clause || clause[k]) && (!lines || lines.has(drives[k]))) kept[n++] = k;
  found_rows = kept.slice(0, n);
  found_rows = sorted_by(found_rows, sort_values(table.sort), table.down);
  return found_rows;
}
/* Sets filters and shows what fits; keeps the rest as it is. */
function narrow(changes) {
  Object.assign(table, changes);
  found_rows = null; table.focus = 0;
  $("scroll").scrollTop = 0;
  show_filters(); show_table();
}

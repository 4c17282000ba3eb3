/* The plane of the heat map: families of cases, their parameters as axes, and what each cell holds. */
const EXERCISED = new Set([RANK.passed, RANK.failed, RANK.unavoidable]);

/* Parameters of one family that take several values; numbers in their order, other words in theirs. */
function axes_of(rows) {
  const found = [];
  for (const name of section("core").names) {
    if (!name.startsWith("param/")) continue;
    const column = section("core").column(name);
    if (!column.words) continue;
    const seen = new Uint8Array(column.words.length), place_of = column.values;
    for (const k of rows) seen[place_of[k]] = 1;
    const codes = column.words.map((_, code) => code).filter((code) => seen[code] && column.words[code] !== ""), texts = codes.map((code) => column.words[code].slice(1));
    const numeric = texts.every((text) => text.trim() !== "" && Number.isFinite(Number(text)));
    const order = codes.map((code, k) => k).sort((a, b) => numeric ? Number(texts[a]) - Number(texts[b]) : texts[a] < texts[b] ? -1 : 1), place = new Int32Array(column.words.length).fill(-1);
    order.forEach((k, at) => { place[codes[k]] = at; });
    if (!codes.length) continue;
    const values = order.map((k) => texts[k]);
    found.push({ name: name.slice(6), values, told: apart(values), numeric, at: (k) => place[column.values[k]] });
  }
  return found;
}
/* Long values without the words that all of them begin and end with, so that what tells them apart is seen. */
function apart(values) {
  if (values.length < 2 || Math.max(...values.map((text) => text.length)) < 12) return values;
  const [first] = values, breaks = (text) => /[^\p{L}\p{N}]/u.test(text);
  let head = 0, tail = 0;
  for (let k = 1; values.every((text) => text.length > k && text.startsWith(first.slice(0, k))); k++) if (breaks(first[k - 1])) head = k;
  for (let k = 1; values.every((text) => text.length > head + k && text.endsWith(first.slice(-k))); k++) if (breaks(first[first.length - k])) tail = k;
  return values.map((text) => text.slice(head, text.length - tail));
}
function count_lines(rows) {
  const seen = new Uint8Array(LINES), lines = core("line");
  let count = 0;
  for (const k of rows) if (!seen[lines[k]]) { seen[lines[k]] = 1; count++; }
  return count;
}
let known_families = null;
/* Families that vary; the largest first. */
function families() {
  if (known_families) return known_families;
  const column = section("core").column("family"), by = new Map();
  column.values.forEach((code, k) => { if (!by.has(code)) by.set(code, []); by.get(code).push(k); });
  known_families = [];
  for (const [code, rows] of by) {
    const all = axes_of(rows), axes = all.filter((axis) => axis.values.length > 1), lines = count_lines(rows);
    if (lines > 3 && axes.some((axis) => axis.numeric)) known_families.push({ name: column.words[code], rows: Int32Array.from(rows), all, axes, lines });
  }
  return known_families.sort((a, b) => b.lines - a.lines);
}
const DRIVER_AXIS = { name: "", driver: true, numeric: false, get values() { return DATA.drivers; }, get told() { return DATA.drivers; }, at: (k) => WHO[k] };

/* For every line: 1 a reference driver avoided the collision, 2 none did, 0 none was asked. */
let known_proof = null;
function avoidable() {
  if (known_proof) return known_proof;
  const proof = new Uint8Array(LINES), hit = core("hit");
  for (let who = 0; who < DATA.drivers.length; who++) if (is_reference(who))
    ROW_OF[who].forEach((k, line) => { if (k >= 0 && EXERCISED.has(RANKS[k])) proof[line] = proof[line] === 1 || !hit[k] ? 1 : 2; });
  return (known_proof = proof);
}
/* What lies in each cell of the plane: counts by status for each driver, its collisions, and lines by what can be avoided.
   `fixed` maps the other axes to a place, or to -1 for all of their values. */
function plane_of(family, x, y, fixed) {
  const nx = x.values.length, ny = y.values.length, cells = nx * ny, hit = core("hit"), lines = core("line"), proof = avoidable();
  const by = DATA.drivers.map(() => ({ status: Array.from({ length: 5 }, () => new Uint16Array(cells)), hits: new Uint16Array(cells), exercised: new Uint16Array(cells), total: new Uint16Array(cells) }));
  const can = new Uint16Array(cells), cannot = new Uint16Array(cells), seen = new Uint8Array(LINES), rows = [];
  const held = family.axes.filter((axis) => axis !== x && axis !== y && (fixed.get(axis.name) ?? -1) >= 0);
  for (const k of family.rows) {
    if (held.some((axis) => axis.at(k) !== fixed.get(axis.name))) continue;
    const i = x.at(k), j = y.at(k);
    if (i < 0 || j < 0) continue;
    const cell = j * nx + i, one = by[WHO[k]];
    one.status[RANKS[k]][cell]++; one.total[cell]++;
    if (EXERCISED.has(RANKS[k])) { one.exercised[cell]++; one.hits[cell] += hit[k]; }
    if (!seen[lines[k]]) { seen[lines[k]] = 1; if (proof[lines[k]] === 1) can[cell]++; else if (proof[lines[k]] === 2) cannot[cell]++; }
    rows.push(k);
  }
  return { nx, ny, by, can, cannot, rows, cell_of: (k) => y.at(k) * nx + x.at(k) };
}
/* 1 where a driver hit somebody in a cell, 0 where it did not, -1 where it did not drive. */
function hits_of(plane, who) {
  const one = plane.by[who];
  return Int8Array.from(one.exercised, (count, cell) => count === 0 ? -1 : one.hits[cell] > 0 ? 1 : 0);
}
/* Places of the other axes at which most collisions, or else most cases, are seen. */
function telling_slice(family, x, y) {
  const rest = family.axes.filter((axis) => axis !== x && axis !== y), counts = new Map(), hit = core("hit");
  for (const k of family.rows) {
    let key = 0;
    for (const axis of rest) key = key * (axis.values.length + 1) + axis.at(k) + 1;
    counts.set(key, (counts.get(key) || 0) + 1 + 1e3 * hit[k]);
  }
  let [key] = [...counts].reduce((most, one) => one[1] > most[1] ? one : most);
  const places = new Map();
  for (const axis of [...rest].reverse()) { const size = axis.values.length + 1; places.set(axis.name, key % size - 1); key = Math.floor(key / size); }
  return places;
}

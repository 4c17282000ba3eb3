/* The verdict by clause: where it applied, where it was violated, how tight it was, how the margins spread. */
const clauses = { open: true, only: "all" };

function clause_unit(clause) {
  if (clause.unit !== undefined) return UNITS[clause.unit] || [1, clause.unit, 2];
  return EVENT_UNITS[clause.event] || [1, "", 2];
}
function show_clauses() {
  $("clauses").hidden = single() || !DATA.clauses.length;
  if ($("clauses").hidden) return;
  const head = element("tr"), names = [["clause", ""], ["driver", ""], ["applied", "number"], ["violated", "number"], ["tightest", "number"], ["spread", "spread"]];
  for (const [key, words] of names) {
    if (key === "driver" && DATA.drivers.length < 2) continue;
    const cell = element("th", words, say(key));
    cell.scope = "col"; head.append(cell);
  }
  $("clauses-head").replaceChildren(head);
  const shown = DATA.clauses.filter((clause) => clauses.only === "all" || Object.values(clause.of).some((one) => one.violated));
  $("clauses-rows").replaceChildren(...shown.flatMap(clause_block));
  $("clauses-only").replaceChildren(...["all", "violated"].map((key) => {
    const made = press("chip", cap(say(key === "all" ? "all" : "violated")), () => { clauses.only = key; show_clauses(); });
    made.append(element("b", "", String(key === "all" ? DATA.clauses.length : DATA.clauses.filter((clause) => Object.values(clause.of).some((one) => one.violated)).length)));
    made.setAttribute("aria-pressed", String(clauses.only === key));
    return made;
  }));
}
/* One line a driver; the clause's name spans them. */
function clause_block(clause) {
  const names = DATA.drivers.filter((name) => clause.of[name] && clause.of[name].applied), most = Math.max(1, ...names.flatMap((name) => clause.of[name].bins));
  return names.map((name, k) => {
    const line = element("tr", k ? "" : "first"), one = clause.of[name], unit = clause_unit(clause);
    if (k === 0) line.append(clause_head(clause, names.length));
    if (DATA.drivers.length > 1) { const who = element("td", "who", name); who.title = name.slice(0, 300); line.append(who); }
    line.append(labelled(element("td", "number", whole(one.applied)), say("applied")), violated_cell(clause, name, one), tightest_cell(one, unit), spread_cell(clause, one, unit, most));
    return line;
  });
}
function clause_head(clause, lines) {
  const cell = element("th", "clause-name", cap(clause.title ? clause.title[language] : say(clause.event)));
  cell.scope = "rowgroup"; cell.rowSpan = lines;
  cell.append(element("small", "", clause.source && clause.source !== clause.id ? `${clause.id} · ${clause.source}` : clause.id));
  if (clause.verified === false) { const mark = element("small", "unverified", say("unverified")); mark.title = say("unverified_note"); cell.append(mark); }
  return cell;
}
function violated_cell(clause, name, one) {
  const cell = labelled(element("td", "number"), say("violated"));
  if (!one.violated) cell.append(element("span", "muted", "0"));
  else {
    const jump = press("link bad", `${whole(one.violated)}`, () => { narrow({ who: DATA.drivers.indexOf(name), status: "all", clause: clause.id, lines: null }); $("verdicts").scrollIntoView({ block: "start" }); });
    cell.append(jump);
  }
  cell.append(element("small", "", range_text(one.wilson)));
  return cell;
}
function tightest_cell(one, unit) {
  const cell = labelled(element("td", "number"), say("tightest"));
  if (one.tightest === null) { cell.append(element("span", "muted", "–")); return cell; }
  const text = signed(unit, one.tightest), words = one.tightest < 0 ? "link bad" : "link";
  cell.append(one.row >= 0 ? press(words, text, () => choose(row_at(one.row), true)) : element("span", one.tightest < 0 ? "bad" : "", text));
  if (one.row >= 0) { const small = element("small", "", row_at(one.row).case); small.title = small.textContent.slice(0, 300); cell.append(small); }
  return cell;
}
/* A histogram of margins as bars; left of the line at zero is outside of the limit. */
function spread_cell(clause, one, unit, most) {
  const cell = element("td", "spread"), n = one.bins.length, [low, high] = clause.edges, w = 168, h = 30, svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const shape = (tag, words, list) => { const made = document.createElementNS("http://www.w3.org/2000/svg", tag); made.setAttribute("class", words); for (const [key, value] of Object.entries(list)) made.setAttribute(key, String(value)); svg.append(made); };
  svg.setAttribute("viewBox", `0 0 ${w} ${h}`); svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${say("spread")}: ${shown_value(unit, low)} … ${shown_value(unit, high)}`);
  const zero = w * -low / (high - low);
  one.bins.forEach((count, k) => {
    if (!count) return;
    const tall = Math.max(1.5, (h - 2) * Math.sqrt(count / most)), outside = low + (high - low) * (k + 0.5) / n < 0;
    shape("rect", outside ? "outside" : "inside", { x: (w * k / n + 0.5).toFixed(1), y: (h - tall).toFixed(1), width: (w / n - 1).toFixed(1), height: tall.toFixed(1) });
  });
  shape("line", "zero", { x1: zero.toFixed(1), x2: zero.toFixed(1), y1: 0, y2: h });
  cell.append(svg);
  const ends = element("div", "ends");
  ends.append(element("span", "", number(low * unit[0], unit[2])), element("span", "", `${number(high * unit[0], unit[2])}${unit[1] ? " " + unit[1] : ""}`));
  cell.append(ends);
  return cell;
}

/* What happened in a drive: its events, and the tightest moment of every clause. */
/* Units of SI become what is shown: factor, unit, decimals. */
const UNITS = { "m/s": [3.6, "km/h", 1], rad: [57.29578, "°", 1], "rad/s": [57.29578, "°/s", 1], s: [1, "s", 2], m: [1, "m", 2], "m/s^2": [1, "m/s²", 2], "m/s²": [1, "m/s²", 2], "m/s^3": [1, "m/s³", 2], "-": [1, "", 2], "": [1, "", 2] };
const CLAUSE = new Map(DATA.clauses.map((clause) => [clause.id, clause]));
function unit_of(event) {
  const clause = CLAUSE.get(event.clause);
  if (clause && clause.unit !== undefined) return UNITS[clause.unit] || [1, clause.unit, 2];
  return EVENT_UNITS[event.name] || null;
}
function shown_value(unit, value) { return value === null ? "–" : `${number(value * unit[0], unit[2])}${unit[1] ? " " + unit[1] : ""}`; }
function clause_name(clause) { return clause.title ? `${cap(clause.title[language])} · ${clause.id}` : `${cap(say(clause.event))} · ${clause.id}`; }
function event_line(event) {
  const line = element("li", event.fails ? "fails" : ""), unit = unit_of(event);
  const how = element("span", "how", unit && event.value !== null ? shown_value(unit, event.value) : "");
  const button = press("", undefined, () => { set_playing(false); if (event.time !== null) seek(event.time); });
  button.append(element("span", "when", event.time === null ? "–" : seconds(event.time)), element("span", "what", cap(say(event.name))), how);
  const parts = [];
  if (unit && event.limit !== null) parts.push(`${say("limit")} ${shown_value(unit, event.limit)}`, `${say("margin")} ${signed(unit, event.margin)}`);
  if (event.clause && event.clause !== "-") parts.push(event.clause);
  if (event.text) button.append(element("span", "text", sentence(event.text)));
  if (parts.length) button.append(element("span", "text clause", parts.join(" · ")));
  line.append(button);
  return line;
}
function signed(unit, value) { return value === null ? "–" : (value > 0 ? "+" : "") + shown_value(unit, value); }
/* The table of a drive's clauses, the tightest first. */
function clause_rows(row) {
  const found = moments_of("clauses", row.at);
  $("clauses-box").hidden = !found.length;
  const rank = (event) => event.margin === null ? Infinity : event.margin / Math.max(1e-9, Math.abs(event.limit || 0) || 1);
  $("clauses-of").replaceChildren(...found.sort((a, b) => Number(b.fails) - Number(a.fails) || rank(a) - rank(b)).map((event) => {
    const unit = unit_of(event) || [1, "", 2], line = element("tr"), rule = CLAUSE.get(event.clause), outside = event.fails || event.margin < 0 && event.margin !== null;
    const name = element("th", ""), jump = press("link", rule && rule.title ? cap(rule.title[language]) : cap(say(event.name)), () => { set_playing(false); if (event.time !== null) seek(event.time); });
    name.scope = "row";
    name.append(jump, element("small", "", event.clause));
    if (event.text) name.title = sentence(event.text);
    line.append(name, element("td", "number", event.time === null ? "–" : seconds(event.time)), element("td", "number", shown_value(unit, event.value)),
      element("td", "number", shown_value(unit, event.limit)), element("td", outside ? "number bad" : "number good", (outside ? "✕ " : "✓ ") + signed(unit, event.margin)));
    return line;
  }));
}

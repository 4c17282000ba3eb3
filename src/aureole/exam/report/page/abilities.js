/* How the drivers did by ability and by situation: failures of trials with their bounds; what a situation states. */
const abilities = { by: "abilities" };
function situation_of(name) { return DATA.situations[name.split("#")[0]]; }
function show_abilities() {
  const found = Object.keys(DATA.situations);
  $("abilities").hidden = single() || !found.length;
  if ($("abilities").hidden) return;
  const names = [...new Set(DATA.drivers.flatMap((driver) => Object.keys(DATA.summary[driver][abilities.by] || {})))];
  const head = element("tr"), first = element("th", "", say(abilities.by === "abilities" ? "ability" : "situation"));
  first.scope = "col"; head.append(first);
  for (const driver of DATA.drivers) { const cell = element("th", "rate", driver); cell.scope = "col"; cell.title = driver.slice(0, 300); head.append(cell); }
  $("abilities-head").replaceChildren(head);
  $("abilities-rows").replaceChildren(...names.map(ability_line));
  $("abilities-by").replaceChildren(...["abilities", "situations"].map((key) => {
    const made = press("chip", cap(say(key)), () => { abilities.by = key; show_abilities(); });
    made.setAttribute("aria-pressed", String(abilities.by === key));
    return made;
  }));
}
function ability_line(name) {
  const line = element("tr"), head = element("th", "clause-name");
  head.scope = "row";
  if (abilities.by === "abilities") head.append(element("span", "", cap(DATA.abilities[name][language])));
  else {
    head.append(press("link", name, () => { $("search").value = `${name}#`; narrow({ text: `${name}#` }); $("verdicts").scrollIntoView({ block: "start" }); }));
    head.append(element("small", "", DATA.situations[name].says[language]), ...stated_lines(DATA.situations[name]));
  }
  line.append(head, ...DATA.drivers.map((driver) => ability_cell((DATA.summary[driver][abilities.by] || {})[name], driver)));
  return line;
}
function ability_cell(found, driver) {
  const cell = labelled(element("td", "rate"), driver);
  if (!found) { cell.append(element("span", "muted", "–")); return cell; }
  const bounds = found.bounds, number_line = element("div", "rate-line");
  number_line.append(element("b", found.failed ? "bad" : "good", say("failed_of", whole(found.failed), whole(bounds.exercised))), element("span", "muted", range_text(bounds.wilson)));
  cell.append(number_line, bound_bar(bounds.failure_rate, bounds.wilson, 1), element("small", "", bound_note(bounds)));
  const beside = ["unavoidable", "not_exercised", "infrastructure"].filter((status) => found[status]).map((status) => `${say(status)} ${whole(found[status])}`);
  if (found.success_told) beside.push(say("success_of", whole(found.success), whole(found.success_told)));
  if (beside.length) cell.append(element("small", "", beside.join(" · ")));
  return cell;
}
/* What must be done in a situation, what never, and what it is about. */
function stated_lines(one) {
  const pair = (key, text) => { const made = element("small", "stated"); made.append(element("b", "", say(key)), ` ${text}`); return made; };
  const about = element("small", "stated");
  about.append(element("b", "", say("clause")));
  for (const clause of one.clauses) {
    const tag = element("span", "law", clause.id);
    tag.title = `${clause.says[language]}${clause.verified ? "" : ` (${say("unverified")})`}`;
    about.append(" ", tag);
  }
  return [pair("must", one.must[language]), pair("never", one.forbidden[language]), about];
}
function show_stated(row) {
  const one = situation_of(row.case);
  $("stated").hidden = !one;
  $("stated").replaceChildren(...(one ? [element("span", "", one.says[language]), ...stated_lines(one)] : []));
}

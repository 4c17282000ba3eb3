/* How the drivers did: tiles for one, a table for several; beside every share its bounds. */
function tile(label, value, { unit = "", hint = "", note = "", tone = "", zero = false, extra = null } = {}) {
  const made = element("div", `card tile${tone ? " toned" : ""}${zero ? " zero" : ""}${extra ? " wide" : ""}`), number_line = element("div", "value", value);
  if (hint) made.title = hint;
  if (tone) made.style.setProperty("--tone", `var(--${tone})`);
  if (unit) number_line.append(element("small", "", unit));
  made.append(element("div", "label", label), number_line);
  if (extra) made.append(extra);
  if (note) made.append(element("div", "note", note));
  return made;
}
function show_tiles() {
  const several = DATA.drivers.length > 1;
  $("tiles").hidden = several; $("drivers").hidden = !several;
  if (several) show_drivers();
  else $("tiles").replaceChildren(...(single() ? drive_tiles(row_at(0)) : exam_tiles(DATA.drivers[0])));
}
function drive_tiles(row) {
  const names = ["min_ttc", "min_time_gap", "max_brake", "max_jerk", "max_offset", "mean_speed"], measures = measures_of(0);
  return [
    tile(say("status"), cap(say(row.status)), { tone: row.status, note: row.blame === "none" ? "" : say("cause", say("blame_" + row.blame)) }),
    tile(say("score"), number(row.score, 2), { unit: "/ 1" }),
    ...names.filter((name) => name in measures).map((name) => {
      const [value, unit = ""] = measure_text(name, measures[name]).split(" ");
      return tile(cap(short_name(name)), value, { unit, hint: measure_name(name) });
    }),
  ];
}
function range_text(pair) { return `${percent(pair[0])} – ${percent(pair[1])}`; }
/* A rate with its Wilson interval on a line from nothing to `most`. */
function bound_bar(rate, interval, most) {
  const bar = element("div", "bound"), reach = element("i"), mark = element("b");
  reach.style.left = `${100 * interval[0] / most}%`; reach.style.width = `${100 * (interval[1] - interval[0]) / most}%`;
  mark.style.left = `${100 * (rate || 0) / most}%`;
  bar.append(reach, mark);
  return bar;
}
function bound_note(bounds) {
  return bounds.zero_failures !== null ? say("no_failure", whole(bounds.exercised), percent(bounds.zero_failures)) : say("wilson_note", range_text(bounds.wilson), range_text(bounds.clopper_pearson));
}
const scale_of = (bounds) => Math.min(1, Math.max(0.02, 1.25 * bounds.wilson[1]));
function exam_tiles(driver) {
  const found = DATA.summary[driver], bounds = found.bounds;
  const count = (status) => tile(cap(say(status)), whole(found[status]), { tone: status, zero: found[status] === 0, unit: `${language ? "/" : "of"} ${whole(found.cases)}` });
  const rate = tile(say("failure_rate"), bounds.exercised ? percent(bounds.failure_rate) : "–", { unit: range_text(bounds.wilson), extra: bound_bar(bounds.failure_rate, bounds.wilson, scale_of(bounds)), note: bound_note(bounds) });
  const counts = ["passed", "failed", "unavoidable", "not_exercised"].concat(found.infrastructure ? ["infrastructure"] : []);
  return [...counts.map(count), rate];
}
function show_drivers() {
  const statuses = ["passed", "failed", "unavoidable", "not_exercised", "infrastructure"].filter((status) => DATA.drivers.some((name) => DATA.summary[name][status]));
  const most = Math.max(...DATA.drivers.map((name) => scale_of(DATA.summary[name].bounds)));
  const head = element("tr");
  for (const [text, words] of [[say("driver"), ""], [say("cases"), "number"], ...statuses.map((status) => [`${SIGN[status]} ${cap(say(status))}`, "number"]), [say("failure_rate"), "rate"]]) {
    const cell = element("th", words, text);
    cell.scope = "col"; head.append(cell);
  }
  $("drivers-head").replaceChildren(head);
  $("drivers-rows").replaceChildren(...DATA.drivers.map((name, who) => driver_line(name, who, statuses, most)));
}
/* A cell that says on a phone what its column is called. */
function labelled(cell, text) { cell.dataset.label = text; return cell; }
function driver_line(name, who, statuses, most) {
  const found = DATA.summary[name], line = element("tr"), head = element("th", "name"), share = element("div", "share"), rate = element("td", "rate");
  head.scope = "row"; head.title = name.slice(0, 300);
  head.append(element("span", "", name));
  if (is_reference(who)) head.append(element("small", "", say("reference")));
  for (const status of statuses) {
    const part = element("i");
    part.style.cssText = `flex-grow: ${found[status]}; background: var(--${status})`;
    if (found[status]) share.append(part);
  }
  share.setAttribute("aria-hidden", "true");
  head.append(share);
  line.append(head, labelled(element("td", "number", whole(found.cases)), say("cases")), ...statuses.map((status) => {
    const cell = labelled(element("td", "number"), `${SIGN[status]} ${cap(say(status))}`), count = press("link", whole(found[status]), () => { narrow({ who, status, clause: "", lines: null }); $("verdicts").scrollIntoView({ block: "start" }); });
    if (found[status]) { count.style.color = `var(--${status})`; cell.append(count); } else cell.append(element("span", "muted", "0"));
    return cell;
  }));
  const number_line = element("div", "rate-line");
  number_line.append(element("b", "", found.bounds.exercised ? percent(found.bounds.failure_rate) : "–"), element("span", "muted", range_text(found.bounds.wilson)));
  rate.append(number_line, bound_bar(found.bounds.failure_rate, found.bounds.wilson, most), element("small", "", bound_note(found.bounds)));
  line.append(rate);
  return line;
}

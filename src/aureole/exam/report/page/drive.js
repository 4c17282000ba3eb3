/* The header, the tiles, and what the exam says about the drive on screen. */
function show_meta() {
  const about = DATA.about, rows = [["suite", single() && about.suite === DATA.rows[0].case ? "" : about.suite], ["driver", DATA.drivers.join(", ")], ["car", about.car], ["step", about.dt ? `${about.dt} s` : ""],
    ["version", about.version], ["machine", about.machine]];
  if (single()) rows.push(["seed", String(DATA.rows[0].seed)], ["digest", DATA.rows[0].digest.slice(0, 12)]);
  $("title").textContent = single() ? DATA.rows[0].case : about.title;
  $("meta").replaceChildren(...rows.filter(([, value]) => value).map(([key, value]) => {
    const pair = element("div");
    pair.append(element("dt", "", say(key)), element("dd", "", value));
    return pair;
  }));
  $("command").textContent = about.command;
}
function single() { return DATA.rows.length === 1; }
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
function show_tiles() { $("tiles").replaceChildren(...(single() ? drive_tiles(DATA.rows[0]) : DATA.drivers.flatMap(exam_tiles))); }
function drive_tiles(row) {
  const names = ["min_ttc", "min_time_gap", "max_brake", "max_jerk", "max_offset", "mean_speed"];
  return [
    tile(say("status"), cap(say(row.status)), { tone: row.status, note: row.blame === "none" ? "" : say("cause", say("blame_" + row.blame)) }),
    tile(say("score"), number(row.score, 2), { unit: "/ 1" }),
    ...names.filter((name) => name in row.measures).map((name) => {
      const [value, unit = ""] = measure_text(name, row.measures[name]).split(" ");
      return tile(cap(short_name(name)), value, { unit, hint: measure_name(name) });
    }),
  ];
}
function exam_tiles(driver) {
  const found = DATA.summary[driver], bounds = found.bounds, range = (pair) => `${percent(pair[0])} – ${percent(pair[1])}`;
  const count = (status) => tile(cap(say(status)), String(found[status]), { tone: status, zero: found[status] === 0, unit: `${language ? "/" : "of"} ${found.cases}`, note: DATA.drivers.length > 1 ? driver : "" });
  const bar = element("div", "bound"), reach = element("i"), mark = element("b"), most = Math.min(1, Math.max(0.02, 1.25 * bounds.wilson[1]));
  reach.style.left = `${100 * bounds.wilson[0] / most}%`; reach.style.width = `${100 * (bounds.wilson[1] - bounds.wilson[0]) / most}%`;
  mark.style.left = `${100 * (bounds.failure_rate || 0) / most}%`;
  bar.append(reach, mark);
  const rate = tile(say("failure_rate"), bounds.exercised ? percent(bounds.failure_rate) : "–", {
    unit: range(bounds.wilson), extra: bar,
    note: bounds.zero_failures !== null ? say("no_failure", bounds.exercised, percent(bounds.zero_failures)) : say("wilson_note", range(bounds.wilson), range(bounds.clopper_pearson)),
  });
  const counts = ["passed", "failed", "unavoidable", "not_exercised"].concat(found.infrastructure ? ["infrastructure"] : []);
  return [...counts.map(count), rate];
}
function show_drive(row) {
  const status = pill(row.status);
  $("status").replaceChildren(...status.childNodes);
  $("status").style.cssText = status.style.cssText;
  $("case").textContent = row.case; $("params").textContent = params_text(row);
  $("blame").textContent = row.blame === "none" ? "" : say("cause", say("blame_" + row.blame));
  $("events").replaceChildren(...(row.events.length ? row.events.map(event_line) : [element("li", "none", say("no_events"))]));
  $("measures").replaceChildren(...Object.entries(row.measures).filter(([, value]) => value !== null)
    .flatMap(([name, value]) => [element("dt", "", cap(measure_name(name))), element("dd", "", measure_text(name, value))]));
  const again = row.again || "";
  $("again-one").hidden = !again || single();
  $("again").textContent = again;
}
function event_line(event) {
  const line = element("li", event.fails ? "fails" : ""), button = element("button");
  button.type = "button";
  const [factor, unit, digits] = EVENT_UNITS[event.name] || [1, "", 2], shown = (value) => `${number(value * factor, digits)}${unit ? " " + unit : ""}`;
  const how = element("span", "how", EVENT_UNITS[event.name] && event.value !== null ? shown(event.value) : "");
  button.append(element("span", "when", event.time === null ? "–" : seconds(event.time)), element("span", "what", cap(say(event.name))), how);
  const parts = [];
  if (EVENT_UNITS[event.name] && event.limit !== null) parts.push(`${say("limit")} ${shown(event.limit)}`, `${say("margin")} ${shown(event.margin)}`);
  if (event.clause && event.clause !== "-") parts.push(event.clause);
  if (event.text) button.append(element("span", "text", event.text));
  if (parts.length) button.append(element("span", "text clause", parts.join(" · ")));
  button.onclick = () => { set_playing(false); if (event.time !== null) seek(event.time); };
  line.append(button);
  return line;
}
function choose(row, move) {
  table.chosen = row.at;
  for (const line of $("rows").children) line.setAttribute("aria-selected", "false");
  const at = rows_now().indexOf(row);
  if ($("rows").children[at] && at < table.shown) $("rows").children[at].setAttribute("aria-selected", "true");
  load_drive(row); show_drive(row);
  if (move) { $("replay").scrollIntoView({ block: "start" }); set_playing(true); }
}

/* The header, and what the exam says about the drive on screen. */
function show_meta() {
  const about = DATA.about, first = row_at(0);
  const rows = [["suite", single() && about.suite === first.case ? "" : about.suite], ["driver", DATA.drivers.join(", ")], ["car", about.car],
    ["step", about.dt ? `${about.dt} s` : ""], ["version", about.version], ["machine", about.machine], ["senses", about.senses]];
  if (single()) rows.push(["seed", String(first.seed)], ["digest", digest_of(first).slice(0, 12)]);
  $("title").textContent = single() ? first.case : about.title;
  $("meta").replaceChildren(...rows.filter(([, value]) => value).map(([key, value]) => {
    const pair = element("div");
    pair.append(element("dt", "", say(key)), element("dd", "", value));
    return pair;
  }));
  $("command").textContent = about.command;
}
function single() { return ROWS === 1; }
function digest_of(row) { const column = section("digests").column("digest"); return column.words ? column.words[column.values[row.at]] : ""; }
function copy_text(button, text, from) {
  const range = document.createRange();
  range.selectNodeContents(from);
  getSelection().removeAllRanges(); getSelection().addRange(range);
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => document.execCommand("copy")); else document.execCommand("copy");
  button.textContent = say("copied");
  setTimeout(() => { button.textContent = say("copy"); }, 1400);
}
/* What makes the drive again: command, digest, seed, and where its record lies if it was kept. */
function show_again(row) {
  const lines = [["digest", digest_of(row)], ["seed", String(row.seed)], ["record", row.extra.record], ["case_file", row.extra.zip]];
  for (const [name, value] of Object.entries(row.extra)) if (!["path", "step", "record", "zip"].includes(name)) lines.push([name, value]);
  $("again").textContent = command_of(row);
  $("again-more").replaceChildren(...lines.filter(([, value]) => value).flatMap(([key, value]) => [element("dt", "", cap(say(key))), element("dd", "", value)]));
}
function show_drive(row) {
  const status = pill(row.status);
  $("status").replaceChildren(...status.childNodes);
  $("status").style.cssText = status.style.cssText;
  $("case").textContent = row.case;
  $("params").textContent = [DATA.drivers.length > 1 ? row.who : "", params_text(row)].filter(Boolean).join(" · ");
  $("blame").textContent = row.blame === "none" ? "" : say("cause", say("blame_" + row.blame));
  $("events").replaceChildren(...(row.events.length ? row.events.map(event_line) : [element("li", "none", say("no_events"))]));
  show_stated(row);
  $("absent-command").textContent = command_of(row);
  show_beside(row);
  later(show_details);
}
/* What needs the large sections of the file. */
function show_details() {
  const row = player.row, measures = measures_of(row.at);
  clause_rows(row); show_again(row);
  
  $("measures-box").hidden = !Object.keys(measures).length;
  $("measures").replaceChildren(...Object.entries(measures).flatMap(([name, value]) => [element("dt", "", cap(measure_name(name))), element("dd", "", measure_text(name, value))]));
}
function choose(row, move) {
  if (!row) return;
  table.chosen = row.at;
  for (const line of $("rows").children) line.setAttribute("aria-selected", String(rows_now()[Number(line.dataset.place)] === row.at));
  load_drive(row); show_drive(row);
  if (move) { $("replay").scrollIntoView({ block: "start" }); set_playing(true); }
}

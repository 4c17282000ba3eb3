/* Two drivers, or two exams, case by case: what one mended and what it broke. */
const versus = { first: 0, second: 1 };
const PAIR_SETS = ["fixed", "broken", "same_passed", "same_failed", "not_compared"];

/* Lines by what became of them from the first to the second. */
function compared(first, second) {
  const sets = Object.fromEntries(PAIR_SETS.map((name) => [name, []]));
  for (let line = 0; line < LINES; line++) {
    const [a, b] = [ROW_OF[first][line], ROW_OF[second][line]];
    if (a < 0 && b < 0) continue;
    const counts = (k) => k >= 0 && EXERCISED.has(RANKS[k]);
    if (!counts(a) || !counts(b)) { sets.not_compared.push(line); continue; }
    const [was, is] = [RANKS[a] !== RANK.failed, RANKS[b] !== RANK.failed];
    sets[is ? (was ? "same_passed" : "fixed") : (was ? "broken" : "same_failed")].push(line);
  }
  return sets;
}
function told_pair(first, second) { return DATA.paired.find((one) => one.first === DATA.drivers[first] && one.second === DATA.drivers[second]) || null; }
function show_versus() {
  $("versus").hidden = DATA.drivers.length < 2 || !LINES;
  if ($("versus").hidden) return;
  const names = DATA.drivers.map((name, k) => [String(k), name]), { first, second } = versus;
  fill_select($("versus-first"), names, String(first)); fill_select($("versus-second"), names, String(second));
  const sets = compared(first, second), told = told_pair(first, second), total = PAIR_SETS.slice(0, 4).reduce((sum, name) => sum + sets[name].length, 0);
  document.documentElement.dataset.versus = PAIR_SETS.map((name) => `${name} ${sets[name].length}`).join(", ");
  const bar = PAIR_SETS.slice(0, 4).filter((name) => sets[name].length).map((name) => { const part = element("i", name); part.style.flexGrow = String(sets[name].length); return part; });
  $("versus-bar").replaceChildren(...bar);
  $("versus-sets").replaceChildren(...PAIR_SETS.filter((name) => name !== "not_compared" || sets[name].length).map((name) => set_card(name, sets[name], first, second)));
  $("versus-note").textContent = [say("pairs", whole(total)), told ? pair_text(told) : "", say("pairs_note")].filter(Boolean).join(" ");
}
function pair_text(told) {
  const parts = [];
  if (told.p !== null && told.p !== undefined) parts.push(say("mcnemar", told.p < 1e-4 ? told.p.toExponential(1).replace("-", "−") : told.p.toPrecision(2)));
  if (told.interval) { const [low, high] = told.interval.map((share) => `${share > 0 ? "+" : ""}${number(100 * share, Math.abs(share) < 0.01 ? 2 : 1)}`); parts.push(say("difference", `${low} … ${high}`)); }
  return parts.join(" ");
}
function set_card(name, lines, first, second) {
  const box = element("div", `set-card ${name}`), title = press("link", cap(say(name)), () => {
    narrow({ lines: new Set(lines), lines_name: say(name), status: "all", who: -1, clause: "" });
    $("verdicts").scrollIntoView({ block: "start" });
  });
  title.disabled = !lines.length;
  box.append(element("b", "", whole(lines.length)), title, element("small", "", say(name + "_note")));
  if (name !== "fixed" && name !== "broken") return box;
  const list = element("ul"), shown = [...lines].sort((a, b) => Number(shows(b, first, second)) - Number(shows(a, first, second))).slice(0, 4);
  for (const line of shown) {
    const k = ROW_OF[name === "fixed" ? second : first][line], item = element("li"), row = row_at(k), text = params_text(row);
    const jump = press("link", row.case, () => { player.wanted = name === "fixed" ? first : second; choose(row, true); });
    if (text) jump.append(element("small", "", text));
    if (shows(line, first, second)) jump.append(element("small", "", say("both_shown")));
    item.append(jump); list.append(item);
  }
  box.append(list);
  return box;
}
function shows(line, first, second) { const all = core("replay"); return all[ROW_OF[first][line]] >= 0 && all[ROW_OF[second][line]] >= 0; }
function start_versus() {
  const set = (key, other) => () => { const was = versus[key]; versus[key] = Number($(`versus-${key}`).value); if (versus[key] === versus[other]) versus[other] = was; show_versus(); };
  $("versus-first").onchange = set("first", "second"); $("versus-second").onchange = set("second", "first");
  $("versus-swap").onclick = () => { [versus.first, versus.second] = [versus.second, versus.first]; show_versus(); };
}

/* Start: language and theme, then everything else; a fault is counted where a test can see it. */
const root = document.documentElement, hash = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
window.addEventListener("error", () => { root.dataset.faults = String(Number(root.dataset.faults || 0) + 1); });

function set_theme(theme) {
  const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = theme;
  root.toggleAttribute("data-dark", dark);
  $("theme").textContent = dark ? "☀" : "☾";
  read_colours();
  strips.base = null; player.dirty = true;
}
const LABELS = {
  search: "search", theme: "theme", view: "view", strips: "strips", closer: "closer", wider: "wider", rate: "rate", scrub: "time", "heat-map": "heat_map", "by-who": "driver", "by-clause": "clause",
  "versus-first": "pair_first", "versus-second": "pair_second", "versus-swap": "swap", "heat-lines": "frontiers", "clauses-only": "filters", "abilities-by": "filters", nav: "sections",
};
function set_language(index) {
  language = index;
  root.lang = index ? "zh-CN" : "en";
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = say(spot.dataset.say);
  $("lang").textContent = index ? "English" : "中文";
  $("lang").lang = index ? "en" : "zh-CN";
  $("search").placeholder = say("search");
  for (const [id, key] of Object.entries(LABELS)) $(id).setAttribute("aria-label", say(key));
  $("absent-text").textContent = say("no_replay", whole(DATA.replays.length), whole(ROWS));
  show_meta(); show_tiles(); show_versus(); show_heat(); show_abilities(); show_clauses(); show_filters(); show_table(); show_legend(); show_left(); show_nav();
  if (player.row) { show_drive(player.row); set_playing(player.playing); }
  strips.base = null; player.dirty = true;
}
function show_legend() {
  const ramp = element("i");
  ramp.style.background = ramp_css();
  const set = player.drive ? number(player.drive.set * 3.6, 0) : "";
  $("legend").replaceChildren(element("span", "", cap(say("plan"))), element("span", "", "0"), ramp, element("span", "", `${set} km/h`));
}
/* What had to stay out of the file, in numbers. */
function show_left() {
  const said = DATA.left.map(([key, ...numbers]) => say(key, ...numbers.map(whole)));
  $("left").hidden = !said.length;
  $("left").textContent = said.length ? [say("left"), ...said].join(language ? "" : " ") : "";
}
function show_nav() {
  const parts = [["heat", "heat"], ["versus", "versus"], ["abilities", "by_ability"], ["clauses", "by_clause"], ["verdicts", "verdicts"], ["replay", "replay"]];
  $("nav").hidden = single();
  $("nav").replaceChildren(...parts.filter(([id]) => !$(id).hidden).map(([id, key]) => press("", say(key), () => $(id).scrollIntoView({ block: "start" }))));
}
function start_language() {
  set_language((hash.get("lang") || DATA.lang) === "zh" ? 1 : 0);
}
/* The row of the address, else the first in the table's order that can be replayed. */
function first_row() {
  const wanted = Number(hash.get("row") ?? -1), replays = core("replay");
  if (wanted >= 0 && wanted < ROWS) return row_at(wanted);
  const rows = rows_now(), shown = DATA.replays.length ? rows.find((k) => replays[k] >= 0) : undefined;
  return row_at(shown ?? rows[0] ?? -1);
}
function start() {
  document.body.toggleAttribute("data-single", single());
  if (single()) document.querySelector("main").insertBefore($("replay"), $("drivers"));
  start_table(); start_view(); start_strips(); start_heat(); start_versus();
  set_theme(hash.get("theme") || "auto");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (root.dataset.theme === "auto") { set_theme("auto"); if (heat.family) show_plane(); } });
  $("theme").onclick = () => { set_theme(root.hasAttribute("data-dark") ? "light" : "dark"); if (heat.family) show_plane(); };
  $("lang").onclick = () => set_language(1 - language);
  $("copy").onclick = () => copy_text($("copy"), DATA.about.command, $("command"));
  $("copy-one").onclick = () => copy_text($("copy-one"), $("again").textContent, $("again"));
  start_player();
  choose(first_row(), false);
  start_language();
  if (hash.has("beside")) { const pair = companions(player.row).find(([who]) => DATA.drivers[who] === hash.get("beside")); if (pair) { set_beside(pair[1]); show_beside(player.row); } }
  if (hash.has("t")) seek(Number(hash.get("t")));
  if (hash.has("scale")) { view.scale = Number(hash.get("scale")); view.zoomed = true; }
  if (hash.has("find")) { $("search").value = hash.get("find"); narrow({ text: hash.get("find") }); }
  if (hash.has("cell") && heat.plane) pick(Number(hash.get("cell")));
  if (hash.has("at") && $(hash.get("at"))) $(hash.get("at")).scrollIntoView({ block: "start" });
  if (hash.get("play")) set_playing(true);
  show();
  root.dataset.ready = `${ROWS} rows, ${DATA.replays.length} replays`;
  root.dataset.drawn = String(Math.round(performance.now()));
  root.dataset.shown = String($("rows").children.length);
  requestAnimationFrame(() => setTimeout(() => { root.dataset.painted = String(Math.round(performance.now())); work_off(); root.dataset.complete = String(Math.round(performance.now())); }, 0));
}
start();

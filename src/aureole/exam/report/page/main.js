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
function set_language(index) {
  language = index;
  root.lang = index ? "zh-CN" : "en";
  for (const spot of document.querySelectorAll("[data-say]")) spot.textContent = say(spot.dataset.say);
  $("lang").textContent = index ? "English" : "中文";
  $("lang").lang = index ? "en" : "zh-CN";
  $("search").placeholder = say("search");
  const labels = { search: "search", theme: "theme", view: "view", strips: "strips", closer: "closer", wider: "wider", rate: "rate", scrub: "time" };
  for (const [id, key] of Object.entries(labels)) $(id).setAttribute("aria-label", say(key));
  $("absent").textContent = say("no_replay");
  show_meta(); show_tiles(); show_filters(); show_table(); show_legend();
  if (player.row) { show_drive(player.row); set_playing(player.playing); }
  strips.base = null; player.dirty = true;
}
function show_legend() {
  const ramp = element("i");
  ramp.style.background = ramp_css();
  const set = player.drive ? number(player.drive.set * 3.6, 0) : "";
  $("legend").replaceChildren(element("span", "", cap(say("plan"))), element("span", "", "0"), ramp, element("span", "", `${set} km/h`));
}
function start() {
  document.body.toggleAttribute("data-single", single());
  if (single()) document.querySelector("main").insertBefore($("replay"), $("verdicts"));
  start_table(); start_view(); start_strips();
  set_theme(hash.get("theme") || "auto");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (root.dataset.theme === "auto") set_theme("auto"); });
  $("theme").onclick = () => set_theme(root.hasAttribute("data-dark") ? "light" : "dark");
  $("lang").onclick = () => set_language(1 - language);
  $("copy").onclick = () => {
    const range = document.createRange();
    range.selectNodeContents($("command"));
    getSelection().removeAllRanges(); getSelection().addRange(range);
    if (navigator.clipboard) navigator.clipboard.writeText(DATA.about.command).catch(() => {});
    $("copy").textContent = say("copied");
    setTimeout(() => { $("copy").textContent = say("copy"); }, 1400);
  };
  start_player();
  const rows = rows_now(), wanted = Number(hash.get("row") ?? -1), first = DATA.rows[wanted] || rows.find((row) => row.replay >= 0) || rows[0];
  if (first) choose(first, false);
  set_language((hash.get("lang") || DATA.lang) === "zh" ? 1 : 0);
  if (hash.has("t")) seek(Number(hash.get("t")));
  if (hash.has("scale")) { view.scale = Number(hash.get("scale")); view.zoomed = true; }
  if (hash.get("play")) set_playing(true);
  show();
  root.dataset.ready = `${DATA.rows.length} rows, ${DATA.replays.length} replays`;
  root.dataset.drawn = String(Math.round(performance.now()));
}
start();

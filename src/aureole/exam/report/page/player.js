/* Time: play, scrub, step; everything on screen follows `player.t`. */
const player = { drive: null, row: null, ghost: null, beside: -1, wanted: -1, span: 0, t: 0, playing: false, rate: 1, last: 0, dirty: true };
const PLAY = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.2v11.6c0 .7.8 1.1 1.4.7l8.6-5.8c.5-.3.5-1.1 0-1.4L5.4 1.5C4.8 1.1 4 1.5 4 2.2z"/></svg>';
const PAUSE = '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="2" width="3.6" height="12" rx="1"/><rect x="9.4" y="2" width="3.6" height="12" rx="1"/></svg>';

function load_drive(row) {
  player.row = row; player.drive = replay_of(row.replay); player.t = 0;
  $("absent").hidden = Boolean(player.drive);
  for (const id of ["play", "scrub", "rate", "follow"]) $(id).disabled = !player.drive;
  for (const box of document.querySelectorAll(".hud")) box.hidden = !player.drive;
  document.querySelector(".signals").hidden = !player.drive;
  const best = companions(row).find(([who]) => who === player.wanted);
  reset_camera(); set_playing(false); set_beside(best ? best[1] : -1);
}
function set_playing(playing) {
  if (playing && player.drive && player.t >= player.span - 1e-3) player.t = 0;
  player.playing = playing && Boolean(player.drive);
  $("play").innerHTML = player.playing ? PAUSE : PLAY;
  $("play").setAttribute("aria-label", say(player.playing ? "pause" : "play"));
  player.dirty = true;
}
function seek(t) { if (player.drive) { player.t = Math.min(player.span, Math.max(0, t)); player.dirty = true; } }
function tick(now) {
  const passed = Math.min(0.1, (now - player.last) / 1000);
  player.last = now;
  if (player.playing) {
    seek(player.t + passed * player.rate);
    if (player.t >= player.span) set_playing(false);
  }
  if (player.dirty) { player.dirty = false; show(); }
  requestAnimationFrame(tick);
}
function show() {
  draw_view(player.drive, player.t);
  draw_strips(player.drive, player.t, player.row ? player.row.events : []);
  if (player.drive) { show_dash(player.drive, player.t); draw_marks(); }
}
function show_dash(drive, t) {
  const at = moment(drive.time, t), ego = pose(drive.agents[0], at), lamps = drive.agents[0].lamps[at.k], blink = t % 0.7 < 0.4;
  const accel = between(drive.accel, at);
  $("speed").textContent = number(Math.abs(ego.speed) * 3.6, 0);
  $("set").textContent = drive.set > 0 ? number(drive.set * 3.6, 0) : "–";
  $("pedal-brake").style.transform = `scaleX(${Math.min(1, Math.max(0, -accel / 8))})`;
  $("pedal-drive").style.transform = `scaleX(${Math.min(1, Math.max(0, accel / 4))})`;
  $("blink-left").classList.toggle("on", Boolean(lamps & LEFT) && blink);
  $("blink-right").classList.toggle("on", Boolean(lamps & RIGHT) && blink);
  const reason = holding(drive.why, at.k), ask = holding(drive.ask, at.k);
  const said = [];
  if (reason) for (let k = 1; k + 1 < reason.length; k += 2) { const text = reason_text(drive, reason[k], reason[k + 1]); if (text && reason[k] !== 0) said.push(text); }
  $("why").textContent = cap(said[0] || "–");
  $("why-more").textContent = said.length > 1 ? say("also") + said.slice(1).join(language ? "，" : ", ") : "";
  $("ask").hidden = !(ask && ask[1]);
  if (ask && ask[1]) $("ask").textContent = say("ask_" + ask[1]);
  $("clock").innerHTML = `${number(t, 2)} <small>/ ${number(player.span, 1)} s</small>`;
  $("scrub").value = String(Math.round(t * 1000));
  $("scrub").setAttribute("aria-valuetext", seconds(t));
}
/* The track of the slider: what is over, and where something happened. */
function draw_marks() {
  const canvas = $("marks"), ratio = fit_canvas(canvas), c = canvas.getContext("2d");
  const w = canvas.width / ratio, h = canvas.height / ratio, x = (t) => 7 + (w - 14) * (player.span > 0 ? t / player.span : 0);
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, w, h);
  c.fillStyle = INK.line; c.beginPath(); c.roundRect(5, h / 2 - 2.5, w - 10, 5, 2.5); c.fill();
  c.fillStyle = INK.gold; c.beginPath(); c.roundRect(5, h / 2 - 2.5, x(player.t) - 5, 5, 2.5); c.fill();
  for (const event of player.row.events) {
    if (event.time === null) continue;
    const at = x(Math.min(event.time, player.span));
    c.fillStyle = event.fails ? INK.failed : INK.unavoidable;
    c.beginPath(); c.moveTo(at, h / 2 - 4.5); c.lineTo(at - 4, h / 2 - 11); c.lineTo(at + 4, h / 2 - 11); c.fill();
  }
}
function step_by(seconds_or_moments, large) {
  if (!player.drive) return;
  set_playing(false);
  if (large) return seek(player.t + seconds_or_moments);
  const at = moment(player.drive.time, player.t + 1e-6);
  seek(player.drive.time[Math.min(player.drive.n - 1, Math.max(0, at.k + (seconds_or_moments > 0 ? 1 : at.f > 0.01 ? 0 : -1)))]);
}
function start_player() {
  for (const rate of [0.25, 0.5, 1, 2, 4, 8]) $("rate").add(new Option(`${rate}×`, String(rate), rate === 1, rate === 1));
  $("rate").onchange = () => { player.rate = Number($("rate").value); };
  $("play").onclick = () => set_playing(!player.playing);
  $("beside").onchange = () => { const k = Number($("beside").value); player.wanted = k < 0 ? -1 : WHO[k]; set_beside(k); };
  $("scrub").oninput = () => seek(Number($("scrub").value) / 1000);
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input:not(#scrub), select, summary, table, .scroll, #heat-map") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("button") && (event.key === " " || event.key === "Enter")) return;
    const keys = {
      " ": () => set_playing(!player.playing), ArrowLeft: () => step_by(-1, event.shiftKey), ArrowRight: () => step_by(1, event.shiftKey),
      Home: () => seek(0), End: () => player.drive && seek(player.span), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), f: () => $("follow").click(),
    };
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); act(); }
  });
  new ResizeObserver(show).observe($("view-box"));  // at once: a stretched picture must not be painted
  new ResizeObserver(() => { strips.base = null; show(); }).observe(strips.canvas);
  requestAnimationFrame((now) => { player.last = now; tick(now); });
}

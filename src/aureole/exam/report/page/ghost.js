/* A second driver's drive of the same case, laid over the one on screen. */
/* Rows of the same drive by others that can be replayed. */
function companions(row) { return row && row.replay >= 0 ? others_of(row).filter(([, k]) => core("replay")[k] >= 0) : []; }
function show_beside(row) {
  const list = companions(row);
  $("beside-box").hidden = !list.length;
  if (!list.length) return;
  $("beside-label").textContent = say("beside");
  fill_select($("beside"), [["-1", say("nobody")], ...list.map(([who, k]) => [String(k), `${DATA.drivers[who]} ${SIGN[STATUSES[core("status")[k]]]}`])], String(player.beside));
}
/* The second drive, told from the first one's origin. */
function ghost_of(k, drive) {
  if (k < 0) return null;
  const other = replay_of(core("replay")[k]), dx = other.origin[0] - drive.origin[0], dy = other.origin[1] - drive.origin[1];
  return { drive: other, dx, dy, name: DATA.drivers[WHO[k]], row: k };
}
function set_beside(k) {
  player.beside = k;
  player.ghost = player.drive ? ghost_of(k, player.drive) : null;
  player.span = player.drive ? Math.max(player.drive.span, player.ghost ? player.ghost.drive.span : 0) : 0;
  $("scrub").max = String(Math.round(player.span * 1000));
  document.documentElement.dataset.egos = String(player.drive ? 1 + Number(Boolean(player.ghost)) : 0);
  load_strips(player.drive, player.ghost); player.dirty = true;
}
/* The other drive's car, and those around it that are elsewhere than here. */
function draw_ghost(context, drive, ghost, t, scale) {
  const at = moment(ghost.drive.time, t), here = moment(drive.time, t);
  context.save();
  context.translate(ghost.dx, ghost.dy);
  draw_trail(context, ghost.drive.agents[0], ghost.drive, at, INK.ghost, scale);
  ghost.drive.agents.forEach((agent, k) => {
    if (!agent.present[at.k]) return;
    const p = pose(agent, at), twin = k && drive.agents.find((other) => other.name === agent.name);
    if (k && twin && twin.present[here.k]) { const q = pose(twin, here); if (Math.hypot(q.x - p.x - ghost.dx, q.y - p.y - ghost.dy) < 0.5) return; }
    context.save();
    context.translate(p.x, p.y); context.rotate(p.heading); context.translate(agent.box, 0);
    outline_of(context, agent, k === 0, scale);
    context.restore();
  });
  context.restore();
}
function outline_of(context, agent, ego, scale) {
  const { length: l, width: w } = agent;
  context.lineWidth = Math.max(ego ? 0.16 : 0.1, (ego ? 2.2 : 1.3) / scale); context.strokeStyle = INK.ghost; context.fillStyle = INK.ghost;
  if (ego && agent.kind >= 1 && agent.kind <= 2) car_outline(context, l, w); else rounded(context, -l / 2, -w / 2, l, w, Math.min(0.4, w / 4));
  context.globalAlpha = ego ? 0.34 : 0.1; context.fill(); context.globalAlpha = 1;
  context.setLineDash(ego ? [] : [0.5, 0.4]); context.stroke(); context.setLineDash([]);
  if (ego) { context.beginPath(); context.moveTo(l * 0.06, -w * 0.28); context.lineTo(l * 0.3, 0); context.lineTo(l * 0.06, w * 0.28); context.stroke(); }
}
function name_of_ghost(context, ghost, t, taken, ratio, scale) {
  const at = moment(ghost.drive.time, t), p = pose(ghost.drive.agents[0], at), [x, y] = to_screen(p.x + ghost.dx, p.y + ghost.dy);
  const text = `${ghost.name.length > 24 ? ghost.name.slice(0, 23) + "…" : ghost.name}  ${number(p.speed * 3.6, 0)}`, w = context.measureText(text).width + 14 * ratio;
  let top = y + (ghost.drive.agents[0].width / 2) * scale + 16 * ratio;
  while (taken.some((other) => Math.abs(other.x - x) < (other.w + w) / 2 && Math.abs(other.y - top) < 19 * ratio)) top += 20 * ratio;
  context.fillStyle = INK.ghost;
  context.beginPath(); context.roundRect(x - w / 2, top - 9 * ratio, w, 18 * ratio, 6 * ratio); context.fill();
  context.fillStyle = INK.dark ? "#06212b" : "#ffffff"; context.fillText(text, x, top + 0.5 * ratio);
}

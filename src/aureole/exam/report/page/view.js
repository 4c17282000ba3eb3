/* The bird's-eye view: a camera over the drive, drawn in device pixels. */
const view = { canvas: $("view"), scale: 9, x: 0, y: 0, turn: 0, follow: true, zoomed: false, ratio: 1, pointers: new Map(), pinch: 0 };

function fit_canvas(canvas) {
  const ratio = Math.min(3, window.devicePixelRatio || 1), box = canvas.getBoundingClientRect();
  const w = Math.max(1, Math.round(box.width * ratio)), h = Math.max(1, Math.round(box.height * ratio));
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h; }
  return ratio;
}
/* Metres across the long side when nothing was zoomed: more when faster. */
function natural_scale(drive) {
  const long = Math.max(view.canvas.clientWidth, view.canvas.clientHeight);
  return long / (drive.set > 22 ? 122 : drive.set > 12 ? 96 : 70);
}
function reset_camera() { view.follow = true; view.zoomed = false; show_follow(); }
function aim(drive, at) {
  if (!view.zoomed) view.scale = natural_scale(drive);
  if (!view.follow) return;
  const ego = pose(drive.agents[0], at), wide = view.canvas.clientWidth > view.canvas.clientHeight * 0.95;
  const course = between(drive.course, at), long = wide ? view.canvas.clientWidth : view.canvas.clientHeight;
  const ahead = 0.2 * long / view.scale;
  view.turn = (wide ? 0 : Math.PI / 2) - course;
  view.x = ego.x + Math.cos(course) * ahead; view.y = ego.y + Math.sin(course) * ahead;
}
function draw_view(drive, t) {
  const canvas = view.canvas, context = canvas.getContext("2d");
  view.ratio = fit_canvas(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = INK.ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (!drive) return;
  const at = moment(drive.time, t), scale = view.scale * view.ratio;
  aim(drive, at);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.scale(scale, -scale);
  context.rotate(view.turn);
  context.translate(-view.x, -view.y);
  draw_grid(context, canvas, scale);
  const ground = ground_of(drive.ground);
  if (ground) draw_ground(context, ground, drive.origin, scale);
  draw_paint(context, drive, scale);
  drive.agents.forEach((agent, k) => { if (k && agent.present[at.k]) draw_trail(context, agent, drive, at, INK.other, scale); });
  draw_trail(context, drive.agents[0], drive, at, INK["ego-deep"], scale);
  draw_plan(context, drive, at, scale);
  if (player.ghost) draw_ghost(context, drive, player.ghost, t, scale);
  for (let k = drive.agents.length - 1; k >= 0; k--) if (drive.agents[k].present[at.k]) place_agent(context, drive.agents[k], at, t, k === 0, scale);
  draw_signs(context, drive, at);
  draw_names(context, drive, at, t, scale);
  draw_scale_bar(context, scale);
}
function place_agent(context, agent, at, t, ego, scale) {
  const p = pose(agent, at);
  context.save();
  context.translate(p.x, p.y); context.rotate(p.heading); context.translate(agent.box, 0);
  if (ego) draw_halo(context, agent, scale);
  draw_agent(context, agent, agent.lamps[at.k], t % 0.7 < 0.4, ego, scale);
  context.restore();
}
/* Faint crosses on the ground, so that one sees the car move. */
function draw_grid(context, canvas, scale) {
  const every = scale / view.ratio > 3 ? 10 : scale / view.ratio > 1 ? 40 : 200, reach = Math.hypot(canvas.width, canvas.height) / 2 / scale;
  const arm = 3.5 * view.ratio / scale, low = (v) => Math.floor((v - reach) / every) * every;
  context.strokeStyle = INK["ink-3"]; context.globalAlpha = 0.3; context.lineWidth = 1 * view.ratio / scale;
  context.beginPath();
  for (let x = low(view.x); x < view.x + reach; x += every)
    for (let y = low(view.y); y < view.y + reach; y += every) {
      context.moveTo(x - arm, y); context.lineTo(x + arm, y); context.moveTo(x, y - arm); context.lineTo(x, y + arm);
    }
  context.stroke(); context.globalAlpha = 1;
}
/* Where an agent was in the last six seconds. */
function draw_trail(context, agent, drive, at, colour, scale) {
  const now = drive.time[at.k], from = moment(drive.time, now - 6).k, step = Math.max(1, Math.ceil((at.k - from) / 24));
  context.strokeStyle = colour; context.lineCap = "butt"; context.lineWidth = Math.max(0.16, 1.6 / scale);
  for (let k = from; k < at.k; k += step) {
    const next = Math.min(k + step, at.k);
    if (!agent.present[k]) continue;
    context.globalAlpha = 0.5 * (1 - (now - drive.time[k]) / 6.5);
    context.beginPath(); context.moveTo(agent.x[k], agent.y[k]); context.lineTo(agent.x[next], agent.y[next]); context.stroke();
  }
  context.globalAlpha = 1;
}
function draw_plan(context, drive, at, scale) {
  const points = ahead_of(plan_at(drive, at), pose(drive.agents[0], at)), width = Math.max(0.9, 3 / scale);
  context.lineCap = "butt"; context.lineJoin = "round";
  for (let k = 0; k + 1 < points.length; k++) {
    const [a, b] = [points[k], points[k + 1]], far = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (far < 0.02) continue;
    const fade = 1 - 0.55 * k / points.length, shade = context.createLinearGradient(a[0], a[1], b[0], b[1]);
    shade.addColorStop(0, speed_colour(a[2] / Math.max(drive.set, 3), 0.88 * fade));
    shade.addColorStop(1, speed_colour(b[2] / Math.max(drive.set, 3), 0.88 * fade));
    context.strokeStyle = shade; context.lineWidth = width * (1 - 0.35 * k / points.length);
    context.beginPath(); context.moveTo(a[0], a[1]); context.lineTo(b[0], b[1]); context.stroke();
  }
}
/* The plan from where the car is by now. */
function ahead_of(points, ego) {
  const cos = Math.cos(ego.heading), sin = Math.sin(ego.heading);
  const left = points.filter(([x, y]) => (x - ego.x) * cos + (y - ego.y) * sin > 0.3);
  return left.length ? [[ego.x, ego.y, ego.speed], ...left] : [];
}
function to_screen(x, y) {  // device pixels
  const dx = x - view.x, dy = y - view.y, cos = Math.cos(view.turn), sin = Math.sin(view.turn), scale = view.scale * view.ratio;
  return [view.canvas.width / 2 + (dx * cos - dy * sin) * scale, view.canvas.height / 2 - (dx * sin + dy * cos) * scale];
}
/* Of many things that never move only the one that matters is named. */
const CROWD = 3;
function still(agent) { return agent.still ??= agent.speed.every((v) => Math.abs(v) < 0.1); }
function draw_names(context, drive, at, t, scale) {
  const ratio = view.ratio;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.font = `${11.5 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  context.textAlign = "center"; context.textBaseline = "middle"; context.lineJoin = "round";
  const reason = holding(drive.why, at.k), taken = [], carriers = new Set(drive.signs.map((sign) => sign.carrier)), crowded = drive.agents.filter(still).length > CROWD;
  drive.agents.forEach((agent, k) => {
    if (!agent.present[at.k] || (k === 0 && drive.agents.length === 1 && !player.ghost)) return;
    const p = pose(agent, at), [x, y] = to_screen(p.x + Math.cos(p.heading) * agent.box, p.y + Math.sin(p.heading) * agent.box);
    if (x < 0 || y < 0 || x > view.canvas.width || y > view.canvas.height) return;
    const cause = reason && reason[2] === k;
    if (!cause && k && (SMALL.has(agent.kind) || (crowded && still(agent)))) return;
    const called = k || !player.ghost ? agent.name : player.row.who, name = called.length > 24 ? called.slice(0, 23) + "…" : called, text = k || player.ghost ? `${name}  ${number(p.speed * 3.6, 0)}` : name, w = context.measureText(text).width + 14 * ratio;
    const across = Math.abs(Math.sin(p.heading + view.turn)) * agent.length / 2 + Math.abs(Math.cos(p.heading + view.turn)) * agent.width / 2;
    let top = y - across * scale - (carriers.has(k) ? 38 : 16) * ratio;
    while (taken.some((other) => Math.abs(other.x - x) < (other.w + w) / 2 && Math.abs(other.y - top) < 19 * ratio)) top -= 20 * ratio;
    taken.push({ x, y: top, w });
    context.fillStyle = cause ? INK.gold : k ? (INK.dark ? "rgba(16,19,23,.78)" : "rgba(255,255,255,.82)") : INK["ego-deep"];
    context.beginPath(); context.roundRect(x - w / 2, top - 9 * ratio, w, 18 * ratio, 6 * ratio); context.fill();
    context.fillStyle = cause ? (INK.dark ? "#211500" : "#ffffff") : k ? INK.ink : (INK.dark ? "#ffe2a6" : "#fff5dd");
    context.fillText(text, x, top + 0.5 * ratio);
  });
  if (player.ghost) name_of_ghost(context, player.ghost, t, taken, ratio, scale);
}
function draw_scale_bar(context, scale) {
  const ratio = view.ratio, steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const metres = steps.find((m) => m * scale > 70 * ratio) || 1000, w = metres * scale, x = 18 * ratio, y = view.canvas.height - 20 * ratio;
  context.strokeStyle = INK["ink-2"]; context.lineWidth = 1.5 * ratio; context.lineCap = "butt";
  context.beginPath(); context.moveTo(x, y - 5 * ratio); context.lineTo(x, y); context.lineTo(x + w, y); context.lineTo(x + w, y - 5 * ratio); context.stroke();
  context.fillStyle = INK["ink-2"]; context.textAlign = "left"; context.textBaseline = "alphabetic";
  context.fillText(`${metres} m`, x + 5 * ratio, y - 6 * ratio);
}
/* Zooms about a point of the canvas (CSS pixels). */
function zoom(factor, px, py) {
  const scale = Math.min(120, Math.max(0.4, view.scale * factor)), kept = scale / view.scale;
  if (!view.follow && px !== undefined) {
    const dx = (px - view.canvas.clientWidth / 2) / view.scale, dy = -(py - view.canvas.clientHeight / 2) / view.scale;
    const cos = Math.cos(-view.turn), sin = Math.sin(-view.turn), share = 1 - 1 / kept;
    view.x += (dx * cos - dy * sin) * share; view.y += (dx * sin + dy * cos) * share;
  }
  view.scale = scale; view.zoomed = true; player.dirty = true;
}
function pan(dx, dy) {
  const cos = Math.cos(-view.turn), sin = Math.sin(-view.turn), x = -dx / view.scale, y = dy / view.scale;
  view.follow = false; view.zoomed = true; show_follow();
  view.x += x * cos - y * sin; view.y += x * sin + y * cos; player.dirty = true;
}
function show_follow() { $("follow").setAttribute("aria-pressed", String(view.follow)); player.dirty = true; }
function start_view() {
  const canvas = view.canvas, local = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...local(event)); }, { passive: false });
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); view.pointers.set(event.pointerId, local(event)); view.moved = 0; });
  canvas.addEventListener("pointermove", (event) => {
    const before = view.pointers.get(event.pointerId);
    if (!before) return;
    const now = local(event);
    view.pointers.set(event.pointerId, now);
    view.moved += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (view.pointers.size === 1 && (view.moved > 4 || !view.follow)) pan(now[0] - before[0], now[1] - before[1]);
    if (view.pointers.size === 2) {
      const [a, b] = [...view.pointers.values()], span = Math.hypot(a[0] - b[0], a[1] - b[1]);
      if (view.pinch) zoom(span / view.pinch, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
      view.pinch = span;
    }
  });
  for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => { view.pointers.delete(event.pointerId); view.pinch = 0; });
  canvas.addEventListener("dblclick", reset_camera);
  $("closer").onclick = () => zoom(1.35); $("wider").onclick = () => zoom(1 / 1.35);
  $("follow").onclick = () => { view.follow = !view.follow; show_follow(); };
}

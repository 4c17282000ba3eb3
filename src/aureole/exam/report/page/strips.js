/* Signals over time, one strip each, with a cursor in step with the replay. */
const strips = { canvas: $("strips"), base: null, list: [], left: 0, right: 0 };
const STRIP = 66, HEAD = 17, FOOT = 16;  // CSS pixels

function strip_list(drive, ghost) {
  const ego = drive.agents[0], scaled = (list, factor) => list && Array.from(list, (v) => v === null ? null : v * factor);
  const list = [
    { key: "speed", unit: "km/h", digits: 0, values: scaled(ego.speed, 3.6), flat: drive.set > 0 ? drive.set * 3.6 : null, floor: 0, least: 20 },
    { key: "accel", unit: "m/s²", digits: 1, values: drive.accel, ghost: drive.ordered, zero: true, least: 3, limits: [-5] },
    { key: "steer", unit: "°", digits: 1, values: scaled(drive.steer, 57.29578), zero: true, least: 3 },
  ];
  const of = (name) => drive.signals[name] && drive.signals[name].some((v) => v !== null) ? drive.signals[name] : null;
  const gap = of("gap"), ttc = of("ttc"), offset = of("offset");
  if (gap) list.push({ key: "gap", unit: "m", digits: 1, values: gap.map((v) => v > 150 ? null : v), ghost: of("safe_gap"), floor: 0, least: 10 });
  if (ttc) list.push({ key: "ttc", unit: "s", digits: 1, values: ttc.map((v) => v > 10 ? null : v), floor: 0, least: 4, ceiling: 10 });
  if (offset) list.push({ key: "offset", unit: "m", digits: 2, values: offset, zero: true, least: 0.5 });
  if (ghost) add_second(list, ghost.drive, scaled);
  return list.map(range_of);
}
/* The other driver's signals under the same names. */
function add_second(list, other, scaled) {
  const ego = other.agents[0], by = { speed: () => scaled(ego.speed, 3.6), accel: () => other.accel, steer: () => scaled(other.steer, 57.29578) };
  const most = { gap: 150, ttc: 10 };
  for (const strip of list) {
    const own = other.signals[strip.key];
    strip.second = by[strip.key] ? by[strip.key]() : own ? own.map((v) => v === null || v > (most[strip.key] || Infinity) ? null : v) : null;
    strip.ghost = null;  // what was ordered gives way to the other driver
  }
}
function range_of(strip) {
  let low = Infinity, high = -Infinity;
  for (const list of [strip.values, strip.ghost, strip.second]) if (list) for (const v of list) if (v !== null) { low = Math.min(low, v); high = Math.max(high, v); }
  if (strip.flat !== null && strip.flat !== undefined) { low = Math.min(low, strip.flat); high = Math.max(high, strip.flat); }
  if (!Number.isFinite(low)) { low = 0; high = 1; }
  if (strip.zero) { const most = Math.max(-low, high, strip.least / 2); low = Math.min(-strip.least / 2, low); high = Math.max(strip.least / 2, high); if (most < strip.least) { low = -most; high = most; } }
  if (strip.floor !== undefined) low = Math.min(strip.floor, low);
  if (high - low < strip.least) high = low + strip.least;
  if (strip.ceiling) high = Math.min(high, strip.ceiling);
  const air = 0.08 * (high - low);
  return { ...strip, low: strip.floor === undefined ? low - air : low, high: high + air };
}
function load_strips(drive, ghost) {
  strips.list = drive ? strip_list(drive, ghost) : [];
  strips.canvas.style.height = `${strips.list.length * STRIP + FOOT + 2}px`;
  strips.base = null;
}
function strip_x(t, span) { return strips.left + (strips.right - strips.left) * (span > 0 ? t / span : 0); }

function draw_base(drive, events, ratio) {
  const base = document.createElement("canvas");
  base.width = strips.canvas.width; base.height = strips.canvas.height;
  const c = base.getContext("2d"), width = base.width / ratio;
  c.scale(ratio, ratio);
  strips.left = 1; strips.right = width - 1;
  c.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  strips.list.forEach((strip, k) => draw_strip(c, strip, k * STRIP, drive, width));
  const bottom = strips.list.length * STRIP;
  for (const event of events) {
    if (event.time === null || event.time > player.span + 0.01) continue;
    c.strokeStyle = event.fails ? INK.failed : INK.unavoidable; c.globalAlpha = event.fails ? 0.85 : 0.45; c.lineWidth = 1;
    const x = Math.round(strip_x(event.time, player.span)) + 0.5;
    c.setLineDash([2, 3]); c.beginPath(); c.moveTo(x, HEAD); c.lineTo(x, bottom); c.stroke(); c.setLineDash([]);
  }
  c.globalAlpha = 1; c.fillStyle = INK["ink-3"]; c.textBaseline = "top";
  const every = [0.5, 1, 2, 5, 10, 20, 60, 120, 300].find((s) => (strips.right - strips.left) * s / player.span > 52) || 600;
  for (let t = 0; t <= player.span; t += every) {
    c.textAlign = t === 0 ? "left" : strip_x(t, player.span) > width - 16 ? "right" : "center";
    c.fillText(`${t} s`, strip_x(t, player.span), bottom + 3);
  }
  return base;
}
function draw_strip(c, strip, top, drive, width) {
  const y0 = top + HEAD, h = STRIP - HEAD - 5, y = (v) => y0 + h - (Math.min(Math.max(v, strip.low), strip.high) - strip.low) / (strip.high - strip.low) * h;
  c.textAlign = "left"; c.textBaseline = "middle";
  c.fillStyle = INK[strip.key]; c.beginPath(); c.arc(5, top + HEAD / 2 + 1, 3.2, 0, 7); c.fill();
  c.fillStyle = INK["ink-2"]; c.fillText(cap(say("s_" + strip.key)), 14, top + HEAD / 2 + 1.5);
  c.fillStyle = INK["line-2"]; c.fillRect(0, y0, width, h);
  c.lineWidth = 1;
  const rule = (v, colour, dash) => { c.strokeStyle = colour; c.setLineDash(dash); c.beginPath(); c.moveTo(0, Math.round(y(v)) + 0.5); c.lineTo(width, Math.round(y(v)) + 0.5); c.stroke(); c.setLineDash([]); };
  if (strip.low < 0 && strip.high > 0) rule(0, INK.line, []);
  if (strip.flat) rule(strip.flat, INK.set, [4, 3]);
  for (const limit of strip.limits || []) if (limit > strip.low) rule(limit, INK.limit, [2, 3]);
  if (strip.ghost) curve(c, drive, strip.ghost, y, INK["ink-3"], 1, [3, 2]);
  if (strip.floor !== undefined) fill_below(c, drive, strip, y, y0 + h);
  curve(c, drive, strip.values, y, INK[strip.key], 1.7, []);
  if (strip.second) curve(c, player.ghost.drive, strip.second, y, INK.ghost, 1.7, [5, 3]);
}
function curve(c, drive, values, y, colour, width, dash) {
  c.strokeStyle = colour; c.lineWidth = width; c.lineJoin = "round"; c.setLineDash(dash);
  c.beginPath();
  let pen = false;
  for (let k = 0; k < drive.n; k++) {
    if (values[k] === null || values[k] === undefined) { pen = false; continue; }
    const x = strip_x(drive.time[k], player.span);
    if (pen) c.lineTo(x, y(values[k])); else c.moveTo(x, y(values[k]));
    pen = true;
  }
  c.stroke(); c.setLineDash([]);
}
function fill_below(c, drive, strip, y, bottom) {
  c.fillStyle = INK[strip.key]; c.globalAlpha = 0.11;
  c.beginPath();
  for (let k = 0, from = null; k <= drive.n; k++) {
    const good = k < drive.n && strip.values[k] !== null;
    const x = strip_x(drive.time[Math.min(k, drive.n - 1)], player.span);
    if (good && from === null) { from = x; c.moveTo(x, bottom); }
    if (good) c.lineTo(x, y(strip.values[k]));
    if (!good && from !== null) { c.lineTo(strip_x(drive.time[k - 1], player.span), bottom); c.closePath(); from = null; }
  }
  c.fill();
  c.globalAlpha = 1;
}
function draw_strips(drive, t, events) {
  const canvas = strips.canvas, ratio = fit_canvas(canvas), context = canvas.getContext("2d");
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!drive) return;
  if (!strips.base || strips.base.width !== canvas.width || strips.base.height !== canvas.height) strips.base = draw_base(drive, events, ratio);
  context.drawImage(strips.base, 0, 0);
  context.scale(ratio, ratio);
  const x = strip_x(t, player.span), at = moment(drive.time, t), width = canvas.width / ratio;
  context.strokeStyle = INK.ink; context.globalAlpha = 0.75; context.lineWidth = 1;
  context.beginPath(); context.moveTo(x, HEAD - 2); context.lineTo(x, strips.list.length * STRIP); context.stroke();
  context.globalAlpha = 1; context.textAlign = "right"; context.textBaseline = "middle";
  context.font = `600 11.5px ${getComputedStyle(document.body).fontFamily}`;
  strips.list.forEach((strip, k) => {
    const value = strip.values[at.k], top = k * STRIP;
    context.fillStyle = INK.ink;
    const text = value === null || value === undefined ? "–" : `${number(value, strip.digits)} ${strip.unit}`;
    context.fillText(text, width - 2, top + HEAD / 2 + 1.5);
    if (strip.second) {
      const other = strip.second[moment(player.ghost.drive.time, t).k];
      context.fillStyle = INK.ghost;
      context.fillText(other === null || other === undefined ? "–" : number(other, strip.digits), width - 12 - context.measureText(text).width, top + HEAD / 2 + 1.5);
    }
    if (value === null || value === undefined) return;
    const y0 = top + HEAD, h = STRIP - HEAD - 5, y = y0 + h - (Math.min(Math.max(value, strip.low), strip.high) - strip.low) / (strip.high - strip.low) * h;
    context.fillStyle = INK.card; context.beginPath(); context.arc(x, y, 4.4, 0, 7); context.fill();
    context.fillStyle = INK[strip.key]; context.beginPath(); context.arc(x, y, 3, 0, 7); context.fill();
  });
}
function start_strips() {
  const to = (event) => {
    const box = strips.canvas.getBoundingClientRect();
    if (player.drive) seek((event.clientX - box.left - strips.left) / (strips.right - strips.left) * player.span);
  };
  strips.canvas.addEventListener("pointerdown", (event) => { strips.canvas.setPointerCapture(event.pointerId); strips.held = true; to(event); });
  strips.canvas.addEventListener("pointermove", (event) => { if (strips.held) to(event); });
  for (const name of ["pointerup", "pointercancel"]) strips.canvas.addEventListener(name, () => { strips.held = false; });
}

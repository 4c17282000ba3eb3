/* Agents seen from above, drawn in their own frame: x ahead, y left, metres, box centre at the origin. */
const LEFT = 1, RIGHT = 2, BRAKE = 4, PERSON = new Set([7, 8]), TWO_WHEELS = new Set([5, 6]), BIG = new Set([3, 4, 10, 11]), CONE = 12, BARRIER = 13, SMALL = new Set([CONE, BARRIER]);

function rounded(context, x, y, w, h, r) { context.beginPath(); context.roundRect(x, y, w, h, r); }

function draw_agent(context, agent, lamps, blink, ego, scale) {
  const l = agent.length, w = agent.width;
  if (PERSON.has(agent.kind)) return draw_person(context, agent, scale);
  context.save();
  context.shadowColor = INK.dark ? "rgba(0,0,0,.55)" : "rgba(20,24,30,.28)";
  context.shadowBlur = 0.35 * scale; context.shadowOffsetY = 0.12 * scale;
  context.fillStyle = ego ? INK.ego : INK.other;
  if (TWO_WHEELS.has(agent.kind)) draw_two_wheels(context, l, w);
  else if (agent.kind === CONE) draw_cone(context, l, scale);
  else if (agent.kind === BARRIER) draw_barrier(context, l, w, scale);
  else if (agent.kind === 9 || agent.kind === 0) draw_obstacle(context, l, w);
  else if (BIG.has(agent.kind)) draw_lorry(context, l, w, agent.kind);
  else draw_car(context, l, w, agent.kind === 2);
  context.restore();
  if (agent.kind >= 1 && agent.kind <= 4) draw_lamps(context, l, w, lamps, blink, scale);
}

function car_outline(context, l, w) {
  const a = l / 2, b = w / 2;
  context.beginPath();
  context.moveTo(-a + 0.14 * l / 4.5, -b);
  context.bezierCurveTo(-a * 0.2, -b * 1.0, a * 0.4, -b * 1.0, a * 0.78, -b * 0.95);
  context.bezierCurveTo(a * 0.97, -b * 0.9, a, -b * 0.55, a, 0);
  context.bezierCurveTo(a, b * 0.55, a * 0.97, b * 0.9, a * 0.78, b * 0.95);
  context.bezierCurveTo(a * 0.4, b, -a * 0.2, b, -a + 0.14 * l / 4.5, b);
  context.bezierCurveTo(-a, b * 0.96, -a, b * 0.6, -a, 0);
  context.bezierCurveTo(-a, -b * 0.6, -a, -b * 0.96, -a + 0.14 * l / 4.5, -b);
  context.closePath();
}
function glass(context, x0, y0, x1, y1) {  // a pane between two stations, its half widths there
  context.beginPath();
  context.moveTo(x0, -y0); context.quadraticCurveTo(x0 + (x0 > x1 ? 0.12 : -0.12), 0, x0, y0);
  context.lineTo(x1, y1); context.quadraticCurveTo(x1 + (x0 > x1 ? 0.1 : -0.1), 0, x1, -y1);
  context.closePath(); context.fill();
}
function draw_car(context, l, w, van) {
  const a = l / 2, b = w / 2;
  car_outline(context, l, w);
  context.fill();
  context.shadowColor = "transparent";
  context.fillStyle = INK.dark ? "rgba(8, 12, 18, .82)" : "rgba(24, 32, 44, .82)";
  const front = van ? 0.72 : 0.40, roof = van ? 0.46 : 0.06;
  glass(context, a * front, b * 0.80, a * roof, b * 0.68);
  if (!van) glass(context, -a * 0.78, b * 0.72, -a * 0.56, b * 0.66);
  for (const side of [-1, 1]) {  // side windows
    context.beginPath();
    context.moveTo(a * (front - 0.06), side * b * 0.87); context.lineTo(-a * 0.66, side * b * 0.84);
    context.lineTo(-a * 0.5, side * b * 0.74); context.lineTo(a * roof, side * b * 0.75);
    context.closePath(); context.fill();
  }
  context.fillStyle = "rgba(255, 255, 255, .13)";  // the roof catches light
  rounded(context, -a * 0.5, -b * 0.64, a * (roof + 0.46), b * 1.28, b * 0.2); context.fill();
}
function draw_lorry(context, l, w, kind) {
  const a = l / 2, b = w / 2, cab = kind === 3 ? Math.min(2.3, l * 0.3) : 0;
  rounded(context, -a, -b, l - (cab ? cab + 0.25 : 0), w, kind === 3 ? 0.12 : 0.35); context.fill();
  if (cab) { rounded(context, a - cab, -b * 0.96, cab, w * 0.96, 0.3); context.fill(); }
  context.shadowColor = "transparent";
  context.fillStyle = "rgba(255, 255, 255, .12)";
  rounded(context, -a + 0.2, -b + 0.2, l - cab - 0.7, w - 0.4, 0.1); context.fill();
  context.fillStyle = "rgba(10, 14, 20, .8)";
  if (kind < 10) { rounded(context, a - 0.62, -b * 0.8, 0.42, w * 0.8, 0.14); context.fill(); }
}
function draw_two_wheels(context, l, w) {
  rounded(context, -l / 2, -0.13, l, 0.26, 0.13); context.fill();
  rounded(context, l * 0.16, -w / 2, 0.12, w, 0.06); context.fill();
  context.beginPath(); context.ellipse(-0.05 * l, 0, 0.3, Math.min(0.32, w / 2), 0, 0, 7); context.fill();
  context.shadowColor = "transparent"; context.fillStyle = INK.card;
  context.beginPath(); context.arc(0, 0, 0.15, 0, 7); context.fill();
}
function draw_obstacle(context, l, w) {
  rounded(context, -l / 2, -w / 2, l, w, Math.min(l, w) * 0.12); context.fill();
  context.shadowColor = "transparent"; context.clip();
  context.strokeStyle = "rgba(255, 255, 255, .38)"; context.lineWidth = 0.16;
  for (let k = -l - w; k < l + w; k += 0.5) { context.beginPath(); context.moveTo(k, -w); context.lineTo(k + 2 * w, w); context.stroke(); }
}
function draw_cone(context, l, scale) {
  const r = Math.max(l / 2, 3 / scale);
  context.fillStyle = INK.cone;
  context.beginPath(); context.arc(0, 0, r, 0, 7); context.fill();
  context.shadowColor = "transparent"; context.strokeStyle = "#ffffff"; context.lineWidth = 0.3 * r;
  context.beginPath(); context.arc(0, 0, 0.55 * r, 0, 7); context.stroke();
}
/* A barrier across the road: red and white along its longer side, never thinner than can be seen. */
function draw_barrier(context, l, w, scale) {
  const long = Math.max(l, w), thin = Math.max(Math.min(l, w), 4 / scale), count = Math.max(3, 2 * Math.round(long / 0.8) + 1);
  context.save();
  if (w > l) context.rotate(Math.PI / 2);
  context.fillStyle = "#ffffff"; context.fillRect(-long / 2, -thin / 2, long, thin);
  context.shadowColor = "transparent"; context.fillStyle = INK.failed;
  for (let k = 0; k < count; k += 2) context.fillRect(-long / 2 + k * long / count, -thin / 2, long / count, thin);
  context.restore();
}
function draw_person(context, agent, scale) {
  const r = Math.max(0.34, Math.min(agent.width, agent.length) / 2, 5 / scale);
  context.fillStyle = INK.person; context.globalAlpha = 0.2;
  context.beginPath(); context.arc(0, 0, r * 1.9, 0, 7); context.fill();
  context.globalAlpha = 1;
  context.beginPath(); context.moveTo(r * 1.55, 0); context.lineTo(r * 0.5, r * 0.8); context.lineTo(r * 0.5, -r * 0.8); context.fill();
  context.beginPath(); context.arc(0, 0, r, 0, 7); context.fill();
  context.strokeStyle = INK.card; context.lineWidth = Math.max(0.07, 1.2 / scale); context.stroke();
}
function lamp(context, x, y, w, h, colour, glow, scale) {
  context.save();
  context.fillStyle = colour; context.shadowColor = glow; context.shadowBlur = 0.9 * scale;
  rounded(context, x - w / 2, y - h / 2, w, h, 0.06);
  context.fill(); context.fill();
  context.restore();
}
function draw_lamps(context, l, w, lamps, blink, scale) {
  const a = l / 2, b = w / 2;
  for (const side of [-1, 1]) {
    context.fillStyle = INK.dark ? "#fff4cf" : "#fffbe9";
    rounded(context, a * 0.9 - 0.1, side * b * 0.68 - 0.16, 0.2, 0.32, 0.08); context.fill();
    if (lamps & BRAKE) lamp(context, -a + 0.1, side * b * 0.68, 0.2, 0.44, "#ff2b2b", "#ff1010", scale);
    else { context.fillStyle = "#8c1d1d"; rounded(context, -a + 0.02, side * b * 0.68 - 0.2, 0.14, 0.4, 0.05); context.fill(); }
    if (blink && lamps & (side > 0 ? LEFT : RIGHT))
      for (const end of [a * 0.86, -a + 0.16]) lamp(context, end, side * b * 0.93, 0.34, 0.22, "#ffb300", "#ff9d00", scale);
  }
}
/* The halo under the examined car. */
function draw_halo(context, agent, scale) {
  const r = Math.max(agent.length * 0.95, 15 / scale), glow = context.createRadialGradient(0, 0, r * 0.2, 0, 0, r);
  glow.addColorStop(0, `rgba(${INK["ego-glow"]}, ${INK.dark ? 0.34 : 0.55})`);
  glow.addColorStop(0.55, `rgba(${INK["ego-glow"]}, ${INK.dark ? 0.12 : 0.2})`);
  glow.addColorStop(1, `rgba(${INK["ego-glow"]}, 0)`);
  context.fillStyle = glow;
  context.beginPath(); context.arc(0, 0, r, 0, 7); context.fill();
}

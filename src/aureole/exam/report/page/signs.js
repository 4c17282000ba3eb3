/* Lights, signs and what people hold up, as icons of one size; temporary yellow lines. Kinds and states as in core.kinds. */
const SIGNAL = { LIGHT: 1, STOP: 2, YIELD: 3, LIMIT: 4, LIMIT_ENDS: 5, PRIORITY: 6, WORKS: 7, WORKS_END: 8, DETOUR: 9, ARROW_BOARD: 10, PADDLE: 11, NO_ENTRY: 12, LANE_CLOSED: 13, NARROWS: 14, CROSSING: 15, HAND: 16, DANGER: 17 };
const SHOWS = { RED: 1, RED_YELLOW: 2, GREEN: 3, YELLOW: 4, FLASHING: 5, DARK: 6, STOP: 7, SLOW: 8, LEFT: 9, RIGHT: 10 };
const SIGN_RED = "#d0202a", SIGN_BLUE = "#1b5fb4", SIGN_YELLOW = "#f5b915", SIGN_GREEN = "#16a34a", SIGN_BLACK = "#16181c", SIGN_WHITE = "#ffffff";

function draw_paint(context, drive, scale) {
  context.strokeStyle = INK.yellow; context.lineWidth = Math.max(0.15, 2 / scale); context.lineJoin = "round";
  for (const line of drive.paint) {
    context.beginPath();
    for (let k = 0; k < line.x.length; k++) if (k) context.lineTo(line.x[k], line.y[k]); else context.moveTo(line.x[k], line.y[k]);
    context.stroke();
  }
}
/* Signals that speak to traffic that goes another way than the car are faint. */
function draw_signs(context, drive, at) {
  const ratio = view.ratio, own = drive.agents[0].heading[at.k];
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (const sign of drive.signs) {
    const carrier = sign.carrier < 0 ? null : drive.agents[sign.carrier];
    if (carrier && !carrier.present[at.k]) continue;
    const p = carrier ? pose(carrier, at) : { x: 0, y: 0, heading: 0 }, cos = Math.cos(p.heading), sin = Math.sin(p.heading);
    const [x, y] = to_screen(p.x + cos * sign.x - sin * sign.y, p.y + sin * sign.x + cos * sign.y);
    if (x < -20 || y < -20 || x > view.canvas.width + 20 || y > view.canvas.height + 20) continue;
    const meant = Math.cos(sign.heading + p.heading - own) > 0.5;
    context.save();
    context.translate(x, carrier ? y - 15 * ratio : y); context.scale(ratio * (meant ? 1 : 0.72), ratio * (meant ? 1 : 0.72));
    context.globalAlpha = meant ? 1 : 0.5;
    draw_sign(context, sign, sign.shown[at.k]);
    context.restore();
  }
  context.globalAlpha = 1;
}
function disc(c, r, fill, edge, width) {
  c.beginPath(); c.arc(0, 0, r, 0, 7); c.fillStyle = fill; c.fill();
  if (edge) { c.strokeStyle = edge; c.lineWidth = width; c.stroke(); }
}
function shape_of(c, points, fill, edge, width) {
  c.beginPath(); points.forEach(([x, y], k) => k ? c.lineTo(x, y) : c.moveTo(x, y)); c.closePath();
  c.lineJoin = "round"; c.fillStyle = fill; c.fill();
  if (edge) { c.strokeStyle = edge; c.lineWidth = width; c.stroke(); }
}
function letters(c, text, colour, size) {
  c.fillStyle = colour; c.font = `700 ${size}px ${getComputedStyle(document.body).fontFamily}`; c.textAlign = "center"; c.textBaseline = "middle";
  c.fillText(text, 0, 0.5);
}
function stroke_of(c, points, colour, width) {
  c.beginPath(); points.forEach(([x, y], k) => k ? c.lineTo(x, y) : c.moveTo(x, y));
  c.strokeStyle = colour; c.lineWidth = width; c.lineCap = "round"; c.lineJoin = "round"; c.stroke();
}
const octagon = (r) => Array.from({ length: 8 }, (_, k) => [r * Math.cos((k + 0.5) * Math.PI / 4), r * Math.sin((k + 0.5) * Math.PI / 4)]);
const arrow_right = (r) => [[-r, 0], [r, 0], [r * 0.35, -r * 0.6], [r, 0], [r * 0.35, r * 0.6]];

function draw_sign(c, sign, shows) {
  const stops = shows === SHOWS.STOP || shows === SHOWS.RED;
  switch (sign.kind) {
    case SIGNAL.LIGHT: return draw_light(c, shows);
    case SIGNAL.STOP: return shape_of(c, octagon(8.5), SIGN_RED, SIGN_WHITE, 1.4);
    case SIGNAL.YIELD: return shape_of(c, [[-8, -6.5], [8, -6.5], [0, 7.5]], SIGN_WHITE, SIGN_RED, 2.4);
    case SIGNAL.LIMIT: disc(c, 8, SIGN_WHITE, SIGN_RED, 2.4); return letters(c, String(sign.value), SIGN_BLACK, sign.value > 99 ? 7 : 9);
    case SIGNAL.LIMIT_ENDS: disc(c, 8, SIGN_WHITE, SIGN_BLACK, 1); return stroke_of(c, [[-5, 5], [5, -5]], SIGN_BLACK, 2.6);
    case SIGNAL.PRIORITY: return shape_of(c, [[0, -8.5], [8.5, 0], [0, 8.5], [-8.5, 0]], SIGN_YELLOW, SIGN_WHITE, 2);
    case SIGNAL.WORKS: shape_of(c, [[-8, 6.5], [8, 6.5], [0, -7.5]], SIGN_WHITE, SIGN_RED, 2.2); return shape_of(c, [[-3.2, 4.4], [3.2, 4.4], [0, 0]], SIGN_BLACK);
    case SIGNAL.DANGER: shape_of(c, [[-8, 6.5], [8, 6.5], [0, -7.5]], SIGN_WHITE, SIGN_RED, 2.2); stroke_of(c, [[0, -1.5], [0, 1.5]], SIGN_BLACK, 1.6); return stroke_of(c, [[0, 4], [0, 4.2]], SIGN_BLACK, 1.6);
    case SIGNAL.WORKS_END: shape_of(c, [[-8, 6.5], [8, 6.5], [0, -7.5]], SIGN_WHITE, SIGN_BLACK, 1.4); return stroke_of(c, [[-5, 5], [5, -5]], SIGN_BLACK, 2.2);
    case SIGNAL.DETOUR: shape_of(c, [[-10, -6], [10, -6], [10, 6], [-10, 6]], SIGN_YELLOW, SIGN_BLACK, 1); if (shows === SHOWS.LEFT) c.scale(-1, 1); return stroke_of(c, arrow_right(6), SIGN_BLACK, 1.8);
    case SIGNAL.ARROW_BOARD: shape_of(c, [[-10, -6.5], [10, -6.5], [10, 6.5], [-10, 6.5]], SIGN_BLACK, SIGN_YELLOW, 1.2); if (shows === SHOWS.LEFT) c.scale(-1, 1); return shows === SHOWS.LEFT || shows === SHOWS.RIGHT ? stroke_of(c, arrow_right(6), SIGN_YELLOW, 2) : letters(c, "••••", SIGN_YELLOW, 7);
    case SIGNAL.PADDLE: disc(c, 8.5, stops ? SIGN_RED : SIGN_YELLOW, SIGN_WHITE, 1.4); return letters(c, stops ? "STOP" : "SLOW", stops ? SIGN_WHITE : SIGN_BLACK, 5);
    case SIGNAL.NO_ENTRY: disc(c, 8.5, SIGN_RED, SIGN_WHITE, 1); return shape_of(c, [[-5.5, -1.5], [5.5, -1.5], [5.5, 1.5], [-5.5, 1.5]], SIGN_WHITE);
    case SIGNAL.LANE_CLOSED: shape_of(c, [[-8, -8], [8, -8], [8, 8], [-8, 8]], SIGN_BLACK); stroke_of(c, [[-5, -5], [5, 5]], SIGN_RED, 2.4); return stroke_of(c, [[-5, 5], [5, -5]], SIGN_RED, 2.4);
    case SIGNAL.NARROWS: disc(c, 8, SIGN_WHITE, SIGN_RED, 2); stroke_of(c, [[-2.5, -4], [-2.5, 4]], SIGN_BLACK, 1.8); return stroke_of(c, [[2.5, 4], [2.5, -4]], SIGN_RED, 1.8);
    case SIGNAL.CROSSING: shape_of(c, [[-8, -8], [8, -8], [8, 8], [-8, 8]], SIGN_BLUE); return shape_of(c, [[-6, 5.5], [6, 5.5], [0, -6]], SIGN_WHITE);
    case SIGNAL.HAND: disc(c, 8.5, stops ? SIGN_RED : SIGN_GREEN, SIGN_WHITE, 1.4); return stops ? stroke_of(c, [[-4, 0], [4, 0]], SIGN_WHITE, 2.6) : stroke_of(c, arrow_right(4.5), SIGN_WHITE, 2);
    default: return disc(c, 4, INK["ink-3"], SIGN_WHITE, 1);
  }
}
function draw_light(c, shows) {
  c.fillStyle = SIGN_BLACK; c.strokeStyle = SIGN_WHITE; c.lineWidth = 1;
  c.beginPath(); c.roundRect(-5.5, -13, 11, 26, 4); c.fill(); c.stroke();
  const lit = [[SHOWS.RED, SHOWS.RED_YELLOW], [SHOWS.YELLOW, SHOWS.RED_YELLOW, SHOWS.FLASHING], [SHOWS.GREEN]];
  ["#ff3b3b", "#ffc02e", "#37d67a"].forEach((colour, k) => {
    c.beginPath(); c.arc(0, 8 * (k - 1), 3.3, 0, 7); c.fillStyle = lit[k].includes(shows) ? colour : "#3a3f47"; c.fill();
  });
}

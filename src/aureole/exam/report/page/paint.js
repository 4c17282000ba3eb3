/* Colours from the style sheet, and the road as paths. */
let INK = {};
function read_colours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["ink", "ink-2", "ink-3", "card", "line", "line-2", "gold", "ground", "asphalt", "verge", "stop", "mark", "edge", "ego", "ego-deep",
    "ego-glow", "cone", "yellow", "other", "other-deep", "glass", "person", "speed", "set", "accel", "steer", "gap", "ttc", "offset", "limit", "failed", "unavoidable", "passed",
    "ghost", "line-1", "line-b", "line-3", "line-4", "line-5", "line-6", "line-7", ...["avoidable", "unavoidable", "passed", "failed", "not_exercised", "infrastructure"].flatMap((tone) => [`cell-${tone}`, `cell-${tone}-ink`])])
    INK[name] = style.getPropertyValue("--" + name).trim();
  INK.dark = document.documentElement.hasAttribute("data-dark");
}
const RAMP = [[0, 222, 62, 62], [0.35, 240, 160, 30], [0.7, 150, 200, 60], [1, 22, 170, 140]];
/* From red (standing) over amber to green (the set speed). */
function speed_colour(share, alpha) {
  const value = Math.min(1, Math.max(0, share));
  let k = 0;
  while (k < RAMP.length - 2 && value > RAMP[k + 1][0]) k++;
  const [low, high] = [RAMP[k], RAMP[k + 1]], f = (value - low[0]) / (high[0] - low[0]);
  const mix = (c) => Math.round(low[c] + (high[c] - low[c]) * f);
  return `rgba(${mix(1)}, ${mix(2)}, ${mix(3)}, ${alpha})`;
}
function ramp_css() { return "linear-gradient(90deg, " + [0, .2, .35, .55, .7, 1].map((share) => speed_colour(share, 1)).join(", ") + ")"; }

const DRIVING = new Set([1, 8, 9, 10, 11, 12, 16]), PAVED = new Set([2, 3, 5, 7, 16]), BROKEN = new Set([2, 6, 7]);
const grounds = new Map();
/* Lane areas and marks as paths in the road's own frame (m from its origin). */
function ground_of(index) {
  if (index < 0) return null;
  if (grounds.has(index)) return grounds.get(index);
  const raw = JSON.parse(text_of(DATA.grounds[index]));
  const line = (path, x, y) => { for (let k = 0; k < x.length; k++) if (k) path.lineTo(x[k], y[k]); else path.moveTo(x[k], y[k]); };
  const areas = raw.areas.map((area) => {
    const path = new Path2D();
    line(path, undo(area.x, 0.01, 2), undo(area.y, 0.01, 2));
    path.closePath();
    return { tone: DRIVING.has(area.kind) ? "asphalt" : PAVED.has(area.kind) ? "stop" : "verge", path };
  });
  const marks = raw.marks.map((mark) => {
    const path = new Path2D();
    line(path, undo(mark.x, 0.01, 2), undo(mark.y, 0.01, 2));
    return { kind: mark.kind, width: Math.max(0.1, mark.width / 100), path };
  });
  const found = { origin: raw.origin, areas, marks };
  grounds.set(index, found);
  return found;
}
/* Draws the road; the context's units are metres from the drive's origin, `scale` device pixels each. */
function draw_ground(context, ground, origin, scale) {
  context.save();
  context.translate(ground.origin[0] - origin[0], ground.origin[1] - origin[1]);
  context.lineJoin = "round";
  for (const tone of ["verge", "stop", "asphalt"])
    for (const area of ground.areas) if (area.tone === tone) {
      context.fillStyle = context.strokeStyle = INK[tone];
      context.lineWidth = 0.06 + 0.6 / scale;  // closes the hair lines between neighbouring lanes
      context.fill(area.path); context.stroke(area.path);
    }
  context.lineCap = "butt";
  for (const mark of ground.marks) {
    const double = mark.kind >= 3 && mark.kind <= 6;
    context.strokeStyle = BROKEN.has(mark.kind) ? INK.mark : INK.edge;
    context.globalAlpha = INK.dark ? (BROKEN.has(mark.kind) ? 0.62 : 0.78) : 0.96;
    context.lineWidth = Math.max(double ? 3 * mark.width : mark.width, 1.3 / scale);
    context.setLineDash(BROKEN.has(mark.kind) ? (mark.kind === 7 ? [0.3, 1.2] : [6, 12]) : []);  // m; motorway line 6 : 12
    context.stroke(mark.path);
    if (double) {
      context.setLineDash([]); context.strokeStyle = INK.asphalt; context.globalAlpha = 1;
      context.lineWidth = mark.width; context.stroke(mark.path);
    }
  }
  context.restore();
}

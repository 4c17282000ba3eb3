/* The heat map: what two parameters make of the cases, and where each driver's frontier runs. */
const heat = { canvas: $("heat-map"), family: null, x: null, y: null, fixed: new Map(), back: "", shown: new Set(), plane: null, lines: [], cursor: -1, picked: -1, left: 46, top: 8, cell_w: 1, cell_h: 1 };
const DASHES = [[], [9, 4], [2, 3], [10, 3, 2, 3], [14, 4, 2, 4, 2, 4]], LINE_COLOURS = ["line-1", "line-b", "line-3", "line-4", "line-5", "line-6", "line-7"];
const STATES = ["failed", "unavoidable", "not_exercised", "infrastructure", "passed"];
const dash_of = (who) => DASHES[who % DASHES.length], colour_of = (who) => INK[LINE_COLOURS[who % LINE_COLOURS.length]];

function set_family(family) {
  heat.family = family;
  const axes = [...family.axes].sort((a, b) => Number(b.numeric) - Number(a.numeric) || b.values.length - a.values.length);
  set_axes(axes[0], axes[1] && axes[1].numeric ? axes[1] : DATA.drivers.length > 1 ? DRIVER_AXIS : axes[1] || DRIVER_AXIS);
}
function set_axes(x, y) {
  heat.x = x; heat.y = y;
  heat.fixed = telling_slice(heat.family, x, y);
  heat.cursor = heat.picked = -1;
  show_heat();
}
function backs() {
  const list = DATA.drivers.map((name, who) => [String(who), say("ended", name)]);
  return DATA.drivers.some((_, who) => is_reference(who)) ? [["avoidable", say("avoidable_map")], ...list] : list;
}
function show_heat() {
  const all = families();
  $("heat").hidden = single() || !all.length;
  if ($("heat").hidden) return;
  if (!heat.family) {
    heat.back = backs()[0][0]; heat.shown = new Set(DATA.drivers.map((_, who) => who));
    return set_family(all[0]);
  }
  fill_select($("heat-family"), all.map((family, k) => [String(k), `${family.name} (${whole(family.lines)})`]), String(all.indexOf(heat.family)));
  $("heat-family").parentNode.hidden = all.length < 2;
  const axes = [...heat.family.axes, ...(DATA.drivers.length > 1 || heat.family.axes.length < 2 ? [DRIVER_AXIS] : [])], name_of = (axis) => axis.driver ? say("driver") : axis.name;
  fill_select($("heat-x"), axes.filter((axis) => !axis.driver).map((axis) => [axis.name, axis.name]), heat.x.name);
  fill_select($("heat-y"), axes.filter((axis) => axis !== heat.x).map((axis) => [axis.name, name_of(axis)]), heat.y.name);
  fill_select($("heat-back"), backs(), heat.back);
  $("heat-back").parentNode.hidden = heat.y.driver === true;
  show_slices();
  show_plane();
  later(show_coverage);
}
function show_slices() {
  $("heat-slices").replaceChildren(...heat.family.axes.filter((axis) => axis !== heat.x && axis !== heat.y).map((axis) => {
    const box = element("label", "slice"), range = document.createElement("input"), told = element("output", "", ""), name = element("span", "", axis.name);
    const tell = () => { const at = heat.fixed.get(axis.name) ?? -1; told.textContent = at < 0 ? say("all") : axis.told[at]; told.title = at < 0 ? told.textContent : axis.values[at]; range.setAttribute("aria-valuetext", told.textContent); };
    Object.assign(range, { type: "range", min: "-1", max: String(axis.values.length - 1), step: "1", value: String(heat.fixed.get(axis.name) ?? -1) });
    range.oninput = () => { heat.fixed.set(axis.name, Number(range.value)); tell(); heat.picked = -1; show_plane(); };
    name.title = axis.name;
    const longest = Math.min(24, Math.max(...axis.told.map((text) => text.length))); // the slider keeps its length whatever it says
    told.style.width = `${longest + 0.5}ch`; box.style.flexBasis = `${Math.min(420, Math.max(220, 110 + 8 * (longest + axis.name.length)))}px`;
    tell(); box.append(name, range, told);
    return box;
  }));
}
function show_plane() {
  heat.plane = plane_of(heat.family, heat.x, heat.y, heat.fixed);
  heat.lines = heat.y.driver ? DATA.drivers.map(() => []) : DATA.drivers.map((_, who) => frontier(hits_of(heat.plane, who), heat.plane.nx, heat.plane.ny));
  document.documentElement.dataset.heat = `${heat.x.name} ${heat.plane.nx} × ${heat.y.name || "driver"} ${heat.plane.ny}: ` + DATA.drivers.map((name, who) => `${name} ${heat.lines[who].reduce((sum, line) => sum + line.length - 1, 0)}`).join(", ");
  show_heat_legend(); draw_heat(); show_cell();
}
function sum(list) { let total = 0; for (const value of list) total += value; return total; }
/* Where drivers are an axis every row shows how its own ended. */
function by_avoidable() { return heat.back === "avoidable" && !heat.y.driver; }
/* What fills a cell, as shares from below: [tone, share]. */
function fill_of(cell) {
  const plane = heat.plane;
  if (by_avoidable()) {
    const total = plane.can[cell] + plane.cannot[cell];
    if (!total) return plane.by.some((one) => one.total[cell]) ? [["not_exercised", 1]] : [];
    return [["avoidable", plane.can[cell] / total], ["unavoidable", plane.cannot[cell] / total]];
  }
  const who = heat.y.driver ? Math.floor(cell / plane.nx) : Number(heat.back), one = plane.by[who];
  return one.total[cell] ? STATES.map((status) => [status, one.status[RANK[status]][cell] / one.total[cell]]).filter(([, share]) => share > 0) : [];
}
/* A tile of a pattern, so that no state is told by colour alone. */
function pattern(context, tone, ratio) {
  const size = 7 * ratio, made = document.createElement("canvas"), c = made.getContext("2d");
  made.width = made.height = Math.round(size);
  c.fillStyle = INK["cell-" + tone]; c.fillRect(0, 0, size, size);
  c.strokeStyle = c.fillStyle = INK["cell-" + tone + "-ink"]; c.lineWidth = 1.1 * ratio;
  const stroke = (...lines) => { c.beginPath(); for (const [a, b, d, e] of lines) { c.moveTo(a * size, b * size); c.lineTo(d * size, e * size); } c.stroke(); };
  if (tone === "failed") stroke([-.25, .75, .75, -.25], [.25, 1.25, 1.25, .25]);
  if (tone === "unavoidable") { c.beginPath(); c.arc(size / 2, size / 2, 1.25 * ratio, 0, 7); c.fill(); }
  if (tone === "not_exercised") stroke([0, .5, 1, .5]);
  if (tone === "infrastructure") stroke([0, 0, 1, 1], [0, 1, 1, 0]);
  return context.createPattern(made, "repeat");
}
function lay_out(width) {
  const plane = heat.plane, longest = Math.max(...heat.y.told.map((text) => text.length));
  heat.left = Math.min(width * 0.3, 22 + 6.6 * Math.min(longest, 16));
  const room = width - heat.left - 8, high = Math.max(plane.ny * 7, Math.min(plane.ny * 30, Math.min(430, Math.max(170, room * 0.62))));
  heat.cell_w = room / plane.nx; heat.cell_h = high / plane.ny;
  return heat.top + high + 40;
}
const place_in = (x, y) => [heat.left + x * heat.cell_w, heat.top + (heat.plane.ny - y) * heat.cell_h];
function draw_heat() {
  if (!heat.drawing) requestAnimationFrame(() => { heat.drawing = false; paint_heat(); });
  heat.drawing = true;
}
function paint_heat() {
  if (!heat.plane || $("heat").hidden) return;
  const box = heat.canvas.clientWidth;
  heat.canvas.style.height = `${lay_out(box)}px`;
  const ratio = fit_canvas(heat.canvas), c = heat.canvas.getContext("2d"), { nx, ny } = heat.plane;
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, box, heat.canvas.height);
  const inks = {}, gap = heat.cell_w > 9 && heat.cell_h > 9 ? 1 : 0, snap = (v) => Math.round(v * ratio) / ratio;
  c.fillStyle = INK["line-2"]; c.fillRect(heat.left, heat.top, nx * heat.cell_w, ny * heat.cell_h);
  for (let cell = 0; cell < nx * ny; cell++) {
    const [x, y] = place_in(cell % nx, Math.floor(cell / nx)), x0 = snap(x), x1 = snap(x + heat.cell_w) - gap;
    let below = y;
    for (const [tone, share] of fill_of(cell)) {
      const top = below - share * heat.cell_h;
      c.fillStyle = inks[tone] = inks[tone] || in_pixels(pattern(c, tone, ratio), ratio);
      c.fillRect(x0, snap(top), x1 - x0, snap(below) - snap(top) - (share > 0.99 ? gap : 0));
      below = top;
    }
  }
  draw_axes(c, nx, ny);
  draw_frontiers(c);
  for (const [cell, colour] of [[heat.cursor, INK["ink-2"]], [heat.picked, INK.ink]]) if (cell >= 0) {
    const [x, y] = place_in(cell % nx, Math.floor(cell / nx) + 1);
    c.strokeStyle = INK.card; c.lineWidth = 4; c.strokeRect(x, y, heat.cell_w, heat.cell_h);
    c.strokeStyle = colour; c.lineWidth = 2; c.strokeRect(x, y, heat.cell_w, heat.cell_h);
  }
}
function in_pixels(made, ratio) { made.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0])); return made; }
function draw_axes(c, nx, ny) {
  c.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  c.fillStyle = INK["ink-2"]; c.strokeStyle = INK.line; c.lineWidth = 1;
  const short = (text) => text.length > 16 ? `${text.slice(0, 15)}…` : text, widest = Math.max(...heat.x.told.map((text) => c.measureText(short(text)).width)) + 10;
  const every_x = Math.max(1, Math.ceil(widest / heat.cell_w)), every_y = Math.max(1, Math.ceil(15 / heat.cell_h));
  c.textAlign = "center"; c.textBaseline = "top";
  for (let k = 0; k < nx; k += every_x) c.fillText(short(heat.x.told[k]), place_in(k + 0.5, 0)[0], place_in(0, 0)[1] + 5);
  c.textAlign = "right"; c.textBaseline = "middle";
  for (let k = 0; k < ny; k += every_y) c.fillText(short(heat.y.told[k]), heat.left - 6, place_in(0, k + 0.5)[1]);
  c.font = `600 11.5px ${getComputedStyle(document.body).fontFamily}`; c.fillStyle = INK.ink;
  c.textAlign = "right"; c.textBaseline = "top"; c.fillText(`${heat.x.name} →`, place_in(nx, 0)[0], place_in(0, 0)[1] + 21);
  c.textAlign = "left"; c.fillText(`↑ ${heat.y.driver ? say("driver") : heat.y.name}`, 2, place_in(0, 0)[1] + 21);
}
/* Every line a little further into its own collisions than the one before, so that equal ones stay apart. */
function draw_frontiers(c) {
  const shown = DATA.drivers.map((_, who) => who).filter((who) => heat.shown.has(who) && heat.lines[who].length);
  c.save();
  c.beginPath(); c.rect(heat.left - 2, heat.top - 2, heat.plane.nx * heat.cell_w + 4, heat.plane.ny * heat.cell_h + 4); c.clip();
  c.lineJoin = "round"; c.lineCap = "butt";
  const apart = (k) => (k - (shown.length - 1) / 2) * Math.min(2.6, heat.cell_h / 4, heat.cell_w / 3);
  const moved = (who, aside) => heat.lines[who].map((line) => beside(line, place_in, aside)), paths = shown.map((who, k) => [who, moved(who, apart(k))]);
  const trace = (lines) => { c.beginPath(); for (const line of lines) line.forEach(([x, y], at) => at ? c.lineTo(x, y) : c.moveTo(x, y)); c.stroke(); };
  const shore = Math.min(5, heat.cell_h / 2, heat.cell_w / 2);
  c.globalAlpha = 0.28; c.lineWidth = shore;
  shown.forEach((who, k) => { c.strokeStyle = colour_of(who); trace(moved(who, apart(k) + 1.1 + shore / 2)); });
  c.strokeStyle = INK.card; c.globalAlpha = 0.9; c.lineWidth = 4.6;
  for (const [, lines] of paths) trace(lines);
  c.globalAlpha = 1; c.lineWidth = 2.2;
  for (const [who, lines] of paths) { c.strokeStyle = colour_of(who); c.setLineDash(dash_of(who)); trace(lines); }
  c.restore(); c.setLineDash([]);
  draw_letters(c, paths);
}
function draw_letters(c, paths) {
  c.font = `700 10.5px ${getComputedStyle(document.body).fontFamily}`; c.textAlign = "center"; c.textBaseline = "middle";
  paths.forEach(([who, lines], k) => {
    const line = lines.reduce((a, b) => a.length >= b.length ? a : b), at = Math.min(line.length - 2, Math.floor((k + 0.5) / paths.length * (line.length - 1)));
    if (at < 0) return;
    const x = (line[at][0] + line[at + 1][0]) / 2, y = (line[at][1] + line[at + 1][1]) / 2;
    c.fillStyle = INK.card; c.beginPath(); c.arc(x, y, 8.5, 0, 7); c.fill();
    c.strokeStyle = colour_of(who); c.lineWidth = 1.6; c.stroke();
    c.fillStyle = INK.ink; c.fillText(letter(who), x, y + 0.5);
  });
}
function letter(who) { return String.fromCharCode(65 + who % 26); }

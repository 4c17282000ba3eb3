/* Around the heat map: its legend, the pointer and the keyboard on it, and the cases of the chosen cell. */
function show_heat_legend() {
  const idle = heat.plane.can.some((count, cell) => !count && !heat.plane.cannot[cell] && heat.plane.by.some((one) => one.total[cell]));
  const tones = by_avoidable() ? ["avoidable", "unavoidable", ...(idle ? ["not_exercised"] : [])] : [...STATES].reverse().filter((status) => heat.plane.by.some((one) => sum(one.status[RANK[status]])));
  $("heat-tones").replaceChildren(...tones.map((tone) => {
    const box = element("span", "tone"), sample = document.createElement("canvas"), ratio = Math.min(3, window.devicePixelRatio || 1), c = sample.getContext("2d");
    sample.width = 26 * ratio; sample.height = 15 * ratio;
    c.fillStyle = pattern(c, tone, ratio); c.fillRect(0, 0, sample.width, sample.height);
    box.append(sample, element("span", "", by_avoidable() && tone !== "not_exercised" ? say("tone_" + tone) : cap(say(tone))));
    return box;
  }));
  $("heat-lines").hidden = heat.y.driver === true;
  $("heat-lines").replaceChildren(element("span", "faint", say("frontiers")), ...DATA.drivers.map((name, who) => {
    const made = press("chip line", "", () => { if (heat.shown.has(who)) heat.shown.delete(who); else heat.shown.add(who); show_heat_legend(); draw_heat(); });
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), stroke = document.createElementNS("http://www.w3.org/2000/svg", "line"), one = heat.plane.by[who];
    svg.setAttribute("viewBox", "0 0 34 8"); svg.setAttribute("aria-hidden", "true");
    for (const [key, value] of Object.entries({ x1: 0, x2: 34, y1: 4, y2: 4, "stroke-width": 2.4, "stroke-dasharray": dash_of(who).join(" ") })) stroke.setAttribute(key, String(value));
    stroke.style.stroke = `var(--${LINE_COLOURS[who % LINE_COLOURS.length]})`;
    svg.append(stroke);
    const hits = sum(one.hits), driven = sum(one.exercised);
    made.append(element("i", "letter", letter(who)), svg, element("span", "who", name), element("b", "", say("hits", whole(hits), whole(driven))));
    made.setAttribute("aria-pressed", String(heat.shown.has(who)));
    made.title = name.slice(0, 300);
    return made;
  }));
}
function cell_at(event) {
  const box = heat.canvas.getBoundingClientRect(), { nx, ny } = heat.plane;
  const i = Math.floor((event.clientX - box.left - heat.left) / heat.cell_w), j = ny - 1 - Math.floor((event.clientY - box.top - heat.top) / heat.cell_h);
  return i >= 0 && i < nx && j >= 0 && j < ny ? j * nx + i : -1;
}
function cell_name(cell) {
  const { nx } = heat.plane, y = heat.y.told[Math.floor(cell / nx)];
  return `${heat.x.name} ${heat.x.told[cell % nx]} · ${heat.y.driver ? y : `${heat.y.name} ${y}`}`;
}
/* In one line: how every driver ended there. */
function cell_text(cell) {
  const said = DATA.drivers.map((name, who) => {
    const one = heat.plane.by[who], parts = STATES.filter((status) => one.status[RANK[status]][cell]).map((status) => (one.total[cell] > 1 ? `${one.status[RANK[status]][cell]} ` : "") + `${SIGN[status]} ${say(status)}`);
    return parts.length ? `${name} ${parts.join(", ")}` : "";
  }).filter(Boolean);
  return `${cell_name(cell)}: ${said.length ? said.join(" · ") : say("no_case_here")}`;
}
function point_at(cell) {
  if (cell === heat.cursor) return;
  heat.cursor = cell;
  $("heat-told").textContent = cell < 0 ? say("heat_hint") : cell_text(cell);
  draw_heat();
}
/* The rows of the chosen cell, each with what makes it again. */
function show_cell() {
  const box = $("heat-cell");
  box.hidden = heat.picked < 0;
  $("heat-told").textContent = heat.cursor < 0 ? say("heat_hint") : cell_text(heat.cursor);
  if (box.hidden) return;
  const rows = heat.plane.rows.filter((k) => heat.plane.cell_of(k) === heat.picked), most = 24, lines = new Set(rows.map((k) => core("line")[k]));
  const head = element("div", "cell-head");
  head.append(element("b", "", cell_name(heat.picked)), element("span", "faint", say("drives_here", whole(rows.length))));
  if (rows.length) head.append(press("quiet", say("in_table"), () => { narrow({ lines, lines_name: cell_name(heat.picked), status: "all", who: -1, clause: "" }); $("verdicts").scrollIntoView({ block: "start" }); }));
  box.replaceChildren(head, ...rows.slice(0, most).map(cell_line), ...(rows.length > most ? [element("p", "faint", say("and_more", whole(rows.length - most)))] : []));
}
function cell_line(k) {
  const row = row_at(k), line = element("div", "cell-row"), jump = press("link", row.case, () => choose(row, true)), impact = measure_column("impact_speed"), ttc = measure_column("min_ttc");
  const value = impact && !Number.isNaN(impact.values[k]) && core("hit")[k] ? `${measure_name("impact_speed")} ${measure_text("impact_speed", impact.values[k])}`
    : ttc && !Number.isNaN(ttc.values[k]) ? `${short_name("min_ttc")} ${measure_text("min_ttc", ttc.values[k])}` : "";
  const code = element("code", "", command_of(row)), copy = press("quiet", say("copy"), () => copy_text(copy, code.textContent, code));
  jump.append(element("small", "", `${row.who}${row.replay >= 0 ? " · ▶" : ""}`));
  line.append(pill(row.status), jump, element("span", "faint", value), code, copy);
  return line;
}
function start_heat() {
  const canvas = heat.canvas;
  $("heat-family").onchange = () => set_family(families()[Number($("heat-family").value)]);
  $("heat-x").onchange = () => { const x = heat.family.axes.find((axis) => axis.name === $("heat-x").value); set_axes(x, heat.y === x ? heat.x : heat.y); };
  $("heat-y").onchange = () => set_axes(heat.x, heat.family.axes.find((axis) => axis.name === $("heat-y").value) || DRIVER_AXIS);
  $("heat-back").onchange = () => { heat.back = $("heat-back").value; show_heat_legend(); draw_heat(); };
  canvas.addEventListener("pointermove", (event) => point_at(cell_at(event)));
  canvas.addEventListener("pointerleave", () => point_at(-1));
  canvas.addEventListener("click", (event) => { const cell = cell_at(event); if (cell >= 0) pick(cell); });
  canvas.addEventListener("keydown", (event) => {
    const { nx, ny } = heat.plane, cell = heat.cursor < 0 ? 0 : heat.cursor, i = cell % nx, j = Math.floor(cell / nx);
    const to = { ArrowLeft: [i - 1, j], ArrowRight: [i + 1, j], ArrowUp: [i, j + 1], ArrowDown: [i, j - 1] }[event.key];
    if (to) { event.preventDefault(); point_at(Math.min(ny - 1, Math.max(0, to[1])) * nx + Math.min(nx - 1, Math.max(0, to[0]))); }
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(cell); }
  });
  new ResizeObserver(draw_heat).observe(canvas.parentNode);
}
/* Shows a cell's cases, and loads the first that can be replayed. */
function pick(cell) {
  heat.picked = heat.cursor = cell;
  const rows = heat.plane.rows.filter((k) => heat.plane.cell_of(k) === cell), first = rows.find((k) => core("replay")[k] >= 0) ?? rows[0];
  if (first !== undefined) choose(row_at(first), false);
  show_cell(); draw_heat();
}

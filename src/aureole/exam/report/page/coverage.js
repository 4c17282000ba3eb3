/* Which values of the parameters were driven, and which pairs of values. */
const BARS = 60;

/* Lines of the family per value, or per bin of neighbouring values, and how many of them any driver failed. */
function values_of(family, axis) {
  const bins = Math.min(BARS, axis.values.length), driven = new Uint32Array(bins), failed = new Uint32Array(bins), seen = new Uint8Array(LINES), lost = new Uint8Array(LINES), lines = core("line");
  for (const k of family.rows) if (RANKS[k] === RANK.failed) lost[lines[k]] = 1;
  for (const k of family.rows) {
    const at = axis.at(k), bin = Math.floor(at * bins / axis.values.length);
    if (at < 0 || seen[lines[k]]) continue;
    seen[lines[k]] = 1; driven[bin]++; failed[bin] += lost[lines[k]];
  }
  return { bins, driven, failed };
}
function pairs_of(family) {
  const found = [], varied = family.axes.slice(0, 8);
  for (let a = 0; a < varied.length; a++)
    for (let b = a + 1; b < varied.length; b++) {
      const wide = varied[b].values.length, all = varied[a].values.length * wide;
      if (all > 4e6) continue;
      const seen = new Uint8Array(all);
      for (const k of family.rows) { const i = varied[a].at(k), j = varied[b].at(k); if (i >= 0 && j >= 0) seen[i * wide + j] = 1; }
      found.push([`${varied[a].name} × ${varied[b].name}`, sum(seen), all]);
    }
  return found;
}
function show_coverage() {
  const family = heat.family;
  $("coverage-rows").replaceChildren(...family.all.map((axis) => {
    const line = element("tr"), name = element("th", "", axis.name), strip = element("td", "cover");
    name.scope = "row";
    line.append(name, element("td", "number", whole(axis.values.length)), element("td", "number", axis.values.length > 1 ? `${axis.told[0]} … ${axis.told[axis.values.length - 1]}` : axis.told[0]), strip);
    if (axis.values.length > 1) strip.append(bars(values_of(family, axis), axis));
    return line;
  }));
  $("coverage-pairs").replaceChildren(...pairs_of(family).map(([name, seen, all]) => element("span", seen === all ? "tag" : "tag part", `${name}: ${say("of_count", whole(seen), whole(all))}`)));
  $("coverage-note").textContent = say("coverage_note", whole(family.lines), whole(family.axes.reduce((all, axis) => all * axis.values.length, 1)));
}
function bars({ bins, driven, failed }, axis) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), most = Math.max(...driven), w = 240, h = 26;
  svg.setAttribute("viewBox", `0 0 ${w} ${h}`); svg.setAttribute("preserveAspectRatio", "none"); svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${axis.name}: ${axis.told[0]} … ${axis.told[axis.values.length - 1]}`);
  for (let k = 0; k < bins; k++)
    for (const [words, count] of [["driven", driven[k]], ["failed", failed[k]]]) {
      if (!count) continue;
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect"), tall = Math.max(1, h * count / most);
      for (const [key, value] of Object.entries({ class: words, x: w * k / bins, y: h - tall, width: Math.max(0.8, w / bins - 0.8), height: tall })) bar.setAttribute(key, String(value));
      const tip = document.createElementNS("http://www.w3.org/2000/svg", "title");
      tip.textContent = `${axis.told[Math.floor(k * axis.values.length / bins)]}: ${say("driven_failed", whole(driven[k]), whole(failed[k]))}`;
      bar.append(tip); svg.append(bar);
    }
  return svg;
}

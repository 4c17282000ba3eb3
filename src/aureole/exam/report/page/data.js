/* Replays, unpacked: integers coded by their differences become numbers over time. */
/* Sums once (delta = 1) or twice (delta = 2) and scales. */
function undo(codes, unit, delta = 1) {
  const out = new Float64Array(codes.length);
  let value = 0, slope = 0;
  for (let k = 0; k < codes.length; k++) {
    if (delta === 1 || k === 0) value += codes[k]; else { slope += codes[k]; value += slope; }
    out[k] = value * unit;
  }
  return out;
}
/* Runs [value, count, value, count …] become a list. */
function unroll(runs, length) {
  const out = new Int32Array(length);
  for (let k = 0, at = 0; k < runs.length; k += 2) { out.fill(runs[k], at, at + runs[k + 1]); at += runs[k + 1]; }
  return out;
}
/* A signal with gaps: null stays null. */
function sparse(codes, unit) {
  let value = 0;
  return codes.map((code) => code === null ? null : (value += code) * unit);
}

const unpacked = new Map();
function replay_of(index) {
  if (index < 0) return null;
  if (unpacked.has(index)) return unpacked.get(index);
  const raw = JSON.parse(text_of(DATA.replays[index])), time = undo(raw.t, 1e-3), n = time.length;
  const agents = raw.agents.map((agent) => ({
    name: agent.name, kind: agent.kind, length: agent.size[0] / 100, width: agent.size[1] / 100, box: agent.size[2] / 100,
    x: undo(agent.x, 0.01, 2), y: undo(agent.y, 0.01, 2), heading: undo(agent.h, 1e-4), speed: undo(agent.v, 0.01),
    lamps: unroll(agent.lamps, n), present: unroll(agent.present, n),
  }));
  const drive = {
    time, agents, n, span: time[n - 1], origin: raw.origin, set: raw.set / 100, ground: raw.ground,
    accel: undo(raw.accel, 0.01), steer: undo(raw.steer, 1e-4), ordered: raw.ordered ? sparse(raw.ordered, 0.01) : null,
    plan_every: raw.plan_every, plan: raw.plan, why: raw.why, ask: raw.ask,
    signs: raw.signs.map((sign) => ({ ...sign, x: sign.at[0] / 100, y: sign.at[1] / 100, heading: sign.h * 1e-4, shown: unroll(sign.shown, n) })),
    paint: raw.paint.map(([x, y]) => ({ x: undo(x, 0.01, 2), y: undo(y, 0.01, 2) })),
    signals: Object.fromEntries(Object.entries(raw.signals).map(([name, codes]) => [name, sparse(codes, 0.01)])),
  };
  drive.course = course(agents[0], time);
  unpacked.set(index, drive);
  return drive;
}

/* The ego's heading over ± 1.5 s, so that the picture does not shake with the car. */
function course(ego, time) {
  const out = new Float64Array(time.length);
  for (let k = 0, from = 0, to = 0, sum = 0; k < time.length; k++) {
    while (to < time.length && time[to] <= time[k] + 1.5) sum += ego.heading[to++];
    while (time[from] < time[k] - 1.5) sum -= ego.heading[from++];
    out[k] = sum / (to - from);
  }
  return out;
}
/* Index of the last moment not after t, and how far the next one is, from 0 to 1. */
function moment(time, t) {
  let low = 0, high = time.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (time[middle] <= t + 1e-6) low = middle; else high = middle - 1; }
  const next = Math.min(low + 1, time.length - 1);
  return { k: low, next, f: next > low ? Math.min(1, Math.max(0, (t - time[low]) / (time[next] - time[low]))) : 0 };
}
function between(list, at) { return list[at.k] + (list[at.next] - list[at.k]) * at.f; }
function pose(agent, at) { return { x: between(agent.x, at), y: between(agent.y, at), heading: between(agent.heading, at), speed: between(agent.speed, at) }; }

/* Points of the plan in force: [x, y, speed], in the world. */
function plan_at(drive, at) {
  const row = drive.plan[Math.floor(at.k / drive.plan_every)];
  if (!row || !row.length) return [];
  const made = Math.floor(at.k / drive.plan_every) * drive.plan_every, ego = drive.agents[0];
  const cos = Math.cos(ego.heading[made]), sin = Math.sin(ego.heading[made]), points = [];
  let x = 0, y = 0, v = 0;
  for (let k = 0; k + 2 < row.length; k += 3) {
    x += row[k] / 10; y += row[k + 1] / 100; v += row[k + 2] / 10;
    points.push([ego.x[made] + cos * x - sin * y, ego.y[made] + sin * x + cos * y, v]);
  }
  return points;
}
/* The entry of [moment, …] lists that holds at moment k. */
function holding(list, k) { let found = null; for (const entry of list) { if (entry[0] > k) break; found = entry; } return found; }
const NAMED = new Set(Object.keys(DATA.concepts).map(Number).filter((concept) => /\w \{\} \w/.test(DATA.concepts[concept][0])));  // read well without a name
function reason_text(drive, concept, agent) {
  const words = DATA.concepts[concept], name = agent >= 0 && drive.agents[agent] ? drive.agents[agent].name : NAMED.has(concept) ? "" : say("somebody");
  return words ? words[language].replace("{}", name).replace("  ", " ").trim() : "";
}

/* Sections of the file: columns of numbers and words, unpacked when somebody asks for them. */
function bytes_of(text) {
  const raw = atob(text), out = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k++) out[k] = raw.charCodeAt(k);
  return out;
}
function text_of(packed) { return new TextDecoder().decode(inflate(bytes_of(packed))); }

/* `names`, and `column(name)`: null where there is none of that name. */
function open_section(packed) {
  const plain = inflate(bytes_of(packed)), start = 4 + (plain[0] | plain[1] << 8 | plain[2] << 16 | plain[3] << 24);
  const entries = new Map(JSON.parse(new TextDecoder().decode(plain.subarray(4, start))).map((entry) => [entry.name, entry])), made = new Map();
  return {
    names: [...entries.keys()],
    column(name) {
      if (!entries.has(name)) return null;
      if (!made.has(name)) made.set(name, open_column(entries.get(name), plain.subarray(start + entries.get(name).at)));
      return made.get(name);
    },
  };
}
/* Numbers: { values } with NaN where there is none. Words: { words, values } with places in `words`. */
function open_column(entry, body) {
  const n = entry.length;
  if (entry.none) return { values: new Float64Array(n).fill(NaN) };
  if (entry.float) {
    const raw = new Uint8Array(8 * n);
    for (let k = 0; k < n; k++) for (let plane = 0; plane < 8; plane++) raw[8 * k + plane] = body[plane * n + k];
    return { values: new Float64Array(raw.buffer).map((value) => Number.isFinite(value) ? value : NaN) };
  }
  const codes = new Int32Array(n), keep = entry.delta ? -1 : 0, second = entry.planes > 1, more = entry.planes > 2;
  for (let k = 0, last = 0; k < n; k++) {
    let raw = body[k];
    if (second) raw |= body[n + k] << 8;
    if (more) for (let plane = 2; plane < entry.planes; plane++) raw |= body[plane * n + k] << (8 * plane);
    codes[k] = last = ((raw >>> 1) ^ -(raw & 1)) + (last & keep) | 0;
  }
  if (entry.words) return { words: entry.words, values: codes };
  if (entry.unit === 1 && entry.mask === undefined) return { values: codes };
  const values = new Float64Array(n), steps = Math.round(1 / entry.unit);
  for (let k = 0; k < n; k++) values[k] = codes[k] / steps;
  if (entry.mask !== undefined) for (let k = 0; k < n; k++) if (!(body[entry.mask + (k >> 3)] >> (k & 7) & 1)) values[k] = NaN;
  return { values };
}

/* What an event says, in the language of the page: the table, and how a sentence is found in it, are those of `exam/sentences`. */
const HOLE = /\{(\w+)(:[^}]*)?\}/g, FIGURE = "-?(?:[\\d.]+(?:e[-+]?\\d+)?|inf|nan)", LONGEST_SENTENCE = 1000;
let sentence_patterns = null;
function plain(text) { return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); }
function looks_like(en) {
  let pattern = "", end = 0;
  for (const hole of en.matchAll(HOLE)) {
    const words = Object.keys(DATA.sentences.choices[hole[1]] || {}).sort((a, b) => b.length - a.length).map(plain).join("|");
    pattern += `${plain(en.slice(end, hole.index))}(?<${hole[1]}>${hole[2] ? FIGURE : words || ".+"})`;
    end = hole.index + hole[0].length;
  }
  return new RegExp(`^(?:${pattern}${plain(en.slice(end))})$`);
}
/* One sentence in Chinese; null if it is none of ours. */
function translated(text) {
  const nested = (en) => Number(!en.includes("{rest}"));
  sentence_patterns = sentence_patterns || [...DATA.sentences.pairs].sort((a, b) => nested(a[0]) - nested(b[0])).map(([en, zh]) => [looks_like(en), zh]);
  for (const [pattern, zh] of sentence_patterns) {
    const found = text.match(pattern);
    if (found) return zh.replace(HOLE, (_, name) => { const value = found.groups[name]; return name === "rest" ? in_chinese(value) : (DATA.sentences.choices[name] || {})[value] || value; });
  }
  return null;
}
function in_chinese(text) {
  if (text.length > LONGEST_SENTENCE) return text;
  const whole = translated(text);
  if (whole !== null || !text.includes("; ")) return whole === null ? text : whole;
  const parts = text.split("; ").map(translated);
  return parts.includes(null) ? text : parts.join("；");
}
function sentence(text) { return language ? in_chinese(text) : text; }

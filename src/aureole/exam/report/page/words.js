/* Everything the page says, in English and Chinese. */
const WORDS = {
  report: ["Report of an exam", "考试报告"], reproduce: ["Reproduce", "复现"], copy: ["Copy", "复制"], copied: ["Copied", "已复制"],
  verdicts: ["Verdicts", "判定"], why: ["Reason", "理由"], set: ["set", "设定"], follow: ["Follow", "跟随"], measures: ["All measures", "全部指标"],
  grid: ["A grid of cases is not exposure on roads: the bounds speak about these cases and their own distribution.",
    "用例网格不等于道路里程：区间只针对这些用例及其自身的分布。"],
  keys: ["Space plays · ← → one step, with Shift a second · + − zoom · F follows · double-click resets",
    "空格播放 · ← → 逐步，Shift 一秒 · + − 缩放 · F 跟随 · 双击复位"],
  passed: ["passed", "通过"], failed: ["failed", "失败"], unavoidable: ["unavoidable", "不可避免"],
  not_exercised: ["not exercised", "未触发"], infrastructure: ["infrastructure", "基础设施"], all: ["all", "全部"],
  cases: ["cases", "用例"], status: ["Status", "状态"], case: ["Case", "用例"], driver: ["Driver", "驾驶者"], score: ["Score", "得分"],
  events: ["Events", "事件"], blame: ["Cause", "归因"], car: ["Car", "车辆"], suite: ["Suite", "套件"], version: ["Version", "版本"],
  step: ["Step", "步长"], machine: ["Machine", "机器"], senses: ["Senses", "感知"], seed: ["Seed", "种子"], digest: ["Digest", "指纹"],
  failure_rate: ["Failure rate, 95 % bounds", "失败率（95 % 区间）"], at_most: ["at most", "至多"], of: ["of", "/"],
  no_failure: ["no failure in {} cases leaves open up to {}", "{} 例无失败，失败率仍可能达 {}"],
  wilson_note: ["Wilson {} · Clopper–Pearson {}", "Wilson {} · Clopper–Pearson {}"],
  search: ["Search case, event …", "搜索用例、事件…"], none_found: ["Nothing fits.", "没有匹配项。"],
  no_replay: ["This drive's replay is not in this file. {} of {} drives can be shown here, of each driver the worst of every kind; any other is made again, bit for bit, by the command below.",
    "本文件未包含此次驾驶的回放。这里可回放 {1} 次驾驶中的 {0} 次（每个驾驶者各类情况中最差的），其余可用下面的命令逐位复现。"],
  play: ["Play", "播放"], pause: ["Pause", "暂停"], time: ["Time", "时间"], rate: ["Speed of the replay", "回放速度"],
  closer: ["Closer", "放大"], wider: ["Wider", "缩小"], theme: ["Light or dark", "浅色或深色"], no_events: ["No event.", "无事件。"],
  view: ["Bird's-eye view of the drive", "鸟瞰回放"], strips: ["Signals over time", "信号曲线"], filters: ["Filter by status", "按状态筛选"],
  somebody: ["somebody", "他人"], ask_1: ["asks to take over", "请求接管"], ask_2: ["minimal-risk manoeuvre", "最小风险操作"], also: ["also: ", "另外："], plan: ["plan", "规划"],
  blame_perceive: ["perceiving", "感知"], blame_decide: ["deciding", "决策"], blame_execute: ["executing", "执行"], blame_timing: ["timing", "时序"], blame_none: ["–", "–"],
  cause: ["The cause lies in {}.", "原因在于{}。"], limit: ["limit", "限值"], margin: ["margin", "裕度"],
  s_speed: ["speed", "速度"], s_accel: ["acceleration", "加速度"], s_steer: ["steering", "转角"], s_gap: ["gap ahead", "前方间距"],
  s_ttc: ["time to collision", "碰撞时间"], s_offset: ["off the lane's centre", "偏离车道中心"], lead: ["lead", "前车"],
  collision: ["collision", "碰撞"], off_road: ["off the road", "驶出道路"], wrong_lane: ["wrong lane", "错误车道"], lane_departure: ["lane departure", "偏离车道"],
  red_light: ["red light", "闯红灯"], stop_sign: ["stop sign", "停车标志"], speeding: ["speeding", "超速"], time_gap: ["time gap too short", "车头时距过短"],
  ttc: ["time to collision short", "碰撞时间过短"], deceleration: ["emergency braking", "紧急制动"], discomfort: ["discomfort", "不舒适"],
  not_yielding: ["not yielding", "未让行"], stuck: ["stuck", "停滞"], timeout: ["timeout", "超时"], takeover: ["takeover request", "接管请求"],
  minimal_risk: ["minimal risk", "最小风险"], unfinished: ["not finished", "未到终点"], order_ignored: ["order ignored", "忽略指令"], bad_plan: ["bad plan", "无效规划"],
};

/* Measures: label, what turns SI into what is shown, unit, decimals. */
const MEASURES = {
  time: ["driven time", "驾驶时间", 1, "s", 1], distance: ["distance", "里程", 1, "m", 0], mean_speed: ["mean speed", "平均速度", 3.6, "km/h", 1],
  max_speed: ["highest speed", "最高速度", 3.6, "km/h", 1], set_speed_share: ["share of set speed", "设定速度占比", 100, "%", 0],
  standing: ["time standing", "停车时间", 1, "s", 1], progress: ["progress", "进度", 100, "%", 0],
  min_ttc: ["shortest time to collision", "最小碰撞时间", 1, "s", 2], min_gap: ["shortest gap", "最小间距", 1, "m", 1],
  min_time_gap: ["shortest time gap", "最小时距", 1, "s", 2], max_accel: ["hardest acceleration", "最大加速度", 1, "m/s²", 2],
  max_brake: ["hardest braking", "最大制动", 1, "m/s²", 2], max_jerk: ["highest jerk", "最大加加速度", 1, "m/s³", 1],
  max_lateral_accel: ["highest lateral acceleration", "最大横向加速度", 1, "m/s²", 2], max_yaw_rate: ["highest yaw rate", "最大横摆角速度", 57.29578, "°/s", 1],
  comfort: ["time in comfort", "舒适时间占比", 100, "%", 0], max_offset: ["furthest off the lane's centre", "最大车道偏移", 1, "m", 2],
  min_line_distance: ["tyre closest to its line", "轮胎距车道线最近", 1, "m", 2], impact_speed: ["impact speed", "碰撞速度", 3.6, "km/h", 1],
  at_fault: ["at fault", "有责", 1, "", 0], cut_in_ttc: ["TTC at intrusion", "侵入时碰撞时间", 1, "s", 2], cut_in_bound: ["must avoid above", "必须避免的界限", 1, "s", 2],
  speed_error: ["speed off the plan", "速度偏离规划", 1, "m/s", 2], track_error: ["way off the plan", "路径偏离规划", 1, "m", 2],
  plan_age: ["oldest plan", "规划最长延迟", 1, "s", 2], lane_changes: ["lane changes", "变道次数", 1, "", 0],
};
const SIGN = { passed: "✓", failed: "✕", unavoidable: "◇", not_exercised: "○", infrastructure: "⚠" };

let language = 0;
function say(key, ...values) {
  const text = WORDS[key] ? WORDS[key][language] : key.replaceAll("_", " ");
  return values.reduce((said, value, k) => said.replace(said.includes(`{${k}}`) ? `{${k}}` : "{}", () => value), text);
}
/* A count with its thousands apart. */
function whole(count) { return String(count).replace(/\B(?=(\d{3})+$)/g, ","); }
function cap(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
/* Events: what their value, limit and margin are counted in. */
const EVENT_UNITS = {
  collision: [3.6, "km/h", 0], off_road: [1, "m", 2], lane_departure: [1, "m", 2], wrong_lane: [1, "m", 2], speeding: [3.6, "km/h", 0], time_gap: [1, "s", 2],
  ttc: [1, "s", 2], deceleration: [1, "m/s²", 1], discomfort: [1, "", 2], stuck: [1, "s", 0], timeout: [1, "s", 0],
};
function measure_name(name) { return MEASURES[name] ? MEASURES[name][language] : name.replaceAll("_", " "); }
function measure_text(name, value) {
  if (value === null || value === undefined) return "–";
  const [, , factor, unit, digits] = MEASURES[name] || ["", "", 1, "", Math.abs(value) < 10 ? 2 : 1];
  return number(value * factor, digits) + (unit ? " " + unit : "");
}
function number(value, digits) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}
/* A rate in per cent, with as many digits as it needs. */
function percent(value) {
  if (value === null || value === undefined) return "–";
  const share = 100 * value;
  return (share === 0 || share === 100 ? share.toFixed(0) : share < 0.1 ? share.toPrecision(1) : share.toFixed(share < 10 ? 1 : 0)) + " %";
}
function seconds(value) { return number(value, 1) + " s"; }

"""The words of a comparison, in English and Chinese."""

from __future__ import annotations

WORDS = {
    "fixed": ("fixed", "已修复"),
    "broken": ("broken", "新失败"),
    "same_passed": ("same, passed", "仍通过"),
    "same_failed": ("same, failed", "仍失败"),
    "changed": ("passed and unavoidable in turn", "通过与不可避免互换"),
    "untested": ("no verdict on one side", "一侧无结论"),
    "lost": ("passed before, not exercised now", "原通过，现未触发"),
    "stopped": ("broke off now for reasons of the machine", "现因机器故障中断"),
    "only_first": ("only in A", "仅在 A 中"),
    "only_second": ("only in B", "仅在 B 中"),
    "driver_only": ("driver only in {which}, not compared: {names}", "司机仅在 {which} 中，未比较：{names}"),
    "differs": ("differs", "条件不同"),
    "head": (
        "{place} · driver {driver} · {cases} cases of '{suite}'",
        "{place} · 司机 {driver} · “{suite}” {cases} 例",
    ),
    "pairs": ("{pairs} cases in both; {same} the same drive bit for bit", "共有 {pairs} 例；其中 {same} 例逐位相同"),
    "title": ("{title}: {text}", "{title}：{text}"),
    "difference": (
        "failure rate, B minus A: {value} points ({level:g} %: {low} to {high}; {pairs} pairs)",
        "失败率之差（B 减 A）：{value} 个百分点（{level:g} % 区间 {low} 至 {high}；{pairs} 对）",
    ),
    "nothing": ("nothing was fixed or broken", "没有修复，也没有新失败"),
    "test": (
        "McNemar, {fixed} fixed against {broken} broken: p {mid} (mid-p), {exact} (exact): {meaning}",
        "McNemar 检验，修复 {fixed}、新失败 {broken}：p {mid}（mid-p），{exact}（精确）：{meaning}",
    ),
    "better": ("B fails less often", "B 失败更少"),
    "worse": ("B fails more often", "B 失败更多"),
    "unclear": ("chance alone may do this", "可能只是偶然"),
    "seeds": (
        "seeds of one case are no independent trials; by case ({cases}): p {p}",
        "同一用例的多个种子并非独立试验；按用例（{cases} 例）：p {p}",
    ),
    "scores": (
        "score: {better} better, {worse} worse, {equal} equal; median {median} ({level:g} %: {low} to {high}); p {p}",
        "得分：升 {better}、降 {worse}、平 {equal}；中位差 {median}（{level:g} % 区间 {low} 至 {high}）；p {p}",
    ),
    "events": ("events, drives with one", "事件（出现的驾驶数）"),
    "event": (
        "{name} {first} → {second} (gone {gone}, new {new})",
        "{name} {first} → {second}（消失 {gone}，新增 {new}）",
    ),
    "clauses": ("margins by clause", "各条款的裕度"),
    "clause": (
        "{name}: looser {better}, tighter {worse}, equal {equal}; worst {first} → {second}; outside {out} of {pairs}",
        "{name}：变宽 {better}、变窄 {worse}、不变 {equal}；最差 {first} → {second}；越限 {out}（共 {pairs} 例）",
    ),
    "more": ("{count} more: --json lists them all", "另有 {count} 例：--json 全部列出"),
    "report": ("report", "报告"),
    "comparison": ("all of it", "完整结果"),
}


def word(key: str, lang: str, **values: object) -> str:
    """A word or a sentence of ours in the person's language, its gaps filled."""
    return WORDS[key][1 if lang == "zh" else 0].format(**values)

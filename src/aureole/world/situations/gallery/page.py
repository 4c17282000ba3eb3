"""The gallery as one HTML page without any other file: a card for each situation, by group, in English or Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template

from aureole.world.roads.picture.svg import style
from aureole.world.situations.index import Made

GROUPS = {
    "overtaking": ("Overtaking", "超越障碍"), "merging": ("Merging at junctions", "路口汇入"),
    "joining": ("Ramps and lanes", "匝道与变道"), "braking": ("Emergency braking", "紧急制动"),
    "rights": ("Who goes first", "路权与标志"), "works": ("Road works: who leads", "施工：引导与指挥"),
    "closures": ("Road works: what closes", "施工：封闭与人员"), "physics": ("Physics", "物理常识"),
}  # fmt: skip
ABILITIES = {
    "overtaking": "超越", "merging": "汇入", "emergency brake": "紧急制动", "give way": "让行",
    "traffic signs": "交通标志", "road works": "施工区", "physics": "物理",
}  # fmt: skip
WORDS = {
    "title": ("Situations", "场景"), "must": ("Must", "须"), "never": ("Never", "禁"),
    "car": ("the car and its way", "本车及其路线"), "others": ("others", "他车"), "people": ("people", "行人"),
    "things": ("cones", "锥桶"), "signal": ("carries a signal", "持有信号"),
    "about": (
        "Each seed draws road, place, speeds, gaps and looks anew; training and held-out seeds share no value.",
        "每个种子重新生成道路、位置、速度、间隙与外观；训练与留出种子没有相同取值。",
    ),
}  # fmt: skip


def page(mades: Sequence[Made], drawn: Callable[[Made], str], lang: str) -> str:
    """The page; `drawn` gives a picture."""
    number = 1 if lang == "zh" else 0
    groups: dict[str, list[Made]] = {}
    for made in mades:
        groups.setdefault(made.situation.group, []).append(made)
    told = {name: escape(words[number]) for name, words in WORDS.items()}
    cards = "".join(
        f'<section id="{name}"><h2>{escape(GROUPS[name][number])}<span>{len(inside)}</span></h2><div class="cards">'
        + "".join(card(made, drawn(made), number, told) for made in inside) + "</div></section>"
        for name, inside in groups.items()
    )  # fmt: skip
    links = "".join(f'<a href="#{name}">{escape(GROUPS[name][number])}</a>' for name in groups)
    folder = files("aureole.world.situations.gallery")
    return Template((folder / "page.html").read_text(encoding="utf-8")).substitute(
        lang=lang, style=style(), links=links, cards=cards, count=len(mades), **told
    )


def card(made: Made, svg: str, number: int, told: Mapping[str, str]) -> str:
    """One situation."""
    one = made.situation
    tags = "".join(f"<i>{escape(ABILITIES[word] if number else word)}</i>" for word in one.abilities)
    return (
        f'<article id="{one.name}">{svg}<div class="text"><h3>{escape(one.name)}<small>#{made.seed}</small></h3>'
        f'<p class="tags">{tags}</p><p>{escape(one.zh if number else one.en)}</p>'
        f'<p class="must"><b>{told["must"]}</b>{escape(one.must[number])}</p>'
        f'<p class="never"><b>{told["never"]}</b>{escape(one.forbidden[number])}</p></div></article>'
    )

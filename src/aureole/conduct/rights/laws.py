"""Rules of the road in words, by paragraph or article: what a situation is about beside the clauses that have a limit.

A clause (`conduct.clauses`) has a formula and a limit, and every drive is judged by it. A law here is named by the
situations that are about it; what of it is judged, the clauses judge. StVO is the German road traffic act, CRT the
Vienna Convention on Road Traffic of 1968. Verified: two printings of the text were read (docs: reference, situations);
where not, it stands here from memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Law(NamedTuple):
    """One rule in words."""

    id: str
    says: tuple[str, str]
    """English and Chinese."""
    verified: bool
    """Read in two printings."""
    sources: tuple[str, ...] = ()
    """Where."""


_TABLE = (
    Law(
        "StVO 1 (2)",
        ("nobody is endangered, or hindered more than cannot be helped", "不得危及他人或造成可避免的妨碍"),
        verified=False,
        sources=("global-regulation.com",),
    ),
    Law(
        "StVO 2 (2)",
        ("keep to the right as far as possible, in bends above all", "尽量靠右行驶，弯道尤其如此"),
        verified=False,
        sources=("global-regulation.com",),
    ),
    Law(
        "StVO 3 (1)",
        (
            "only so fast that one can stop within what one sees, as road, view and weather allow",
            "车速须适应路面、视野与天气，能在可视距离内停住",
        ),
        verified=False,
        sources=("ra-kdk.de",),
    ),
    Law(
        "StVO 3 (2a)",
        ("slow and ready to brake beside children, the helpless and the old", "遇儿童、需帮助者和老人须减速并准备制动"),
        verified=False,
    ),
    Law(
        "StVO 4 (1)",
        ("far enough behind the car ahead to stop even if it brakes suddenly", "与前车保持突然制动也能停住的距离"),
        verified=False,
    ),
    Law("StVO 5 (2)", ("overtake only where nobody who comes is hindered", "不妨碍对向来车时方可超车"), verified=False),
    Law(
        "StVO 5 (4)",
        (
            "1.5 m beside cyclists and people on foot in towns, 2 m outside",
            "超越骑车人与行人侧向间距：城内 1.5 米，城外 2 米",
        ),
        verified=True,
        sources=("nuernberger-land.de", "joachimzwirner.de"),
    ),
    Law(
        "StVO 6",
        ("who passes an obstacle on the left lets those who come pass first", "从左侧绕过障碍者须让对向来车先行"),
        verified=True,
        sources=("haufe.de", "fahrtipps.de"),
    ),
    Law(
        "StVO 7 (4)",
        ("where a lane ends each lets one in, like a zip", "车道终止处交替汇入"),
        verified=True,
        sources=("verkehrslexikon.de", "jurablogs.com"),
    ),
    Law(
        "StVO 7 (5)",
        ("change lanes only if nobody is endangered, and say so", "确保不危及他人方可变道，并打转向灯"),
        verified=True,
        sources=("rodorf.de", "jurablogs.com"),
    ),
    Law(
        "StVO 8 (1)",
        ("at junctions who comes from the right goes first, unless signs say otherwise", "路口无标志时右方来车先行"),
        verified=True,
        sources=("lxgesetze.de", "litres.pl (Bouska)"),
    ),
    Law(
        "StVO 9 (3)",
        (
            "who turns lets pass those who come, bicycles beside, and people on foot",
            "转弯车让对向车、旁边的自行车与行人先行",
        ),
        verified=True,
        sources=("lxgesetze.de", "rechtslexikon.net"),
    ),
    Law(
        "StVO 10",
        ("who drives off from the edge of the road excludes any danger to others", "从路边起步须排除对他人的危险"),
        verified=False,
        sources=("mahnerfolg.de",),
    ),
    Law(
        "StVO 11 (1)",
        (
            "nobody enters a junction on which they would have to wait, not even at green",
            "须在路口内等待时，即使绿灯也不得驶入",
        ),
        verified=True,
        sources=("buzer.de", "sicherheits-berater.de"),
    ),
    Law(
        "StVO 11 (3)",
        ("who goes first gives that up where the situation asks for it", "情况需要时，有优先权者也须让行"),
        verified=True,
        sources=("buzer.de", "lxgesetze.de"),
    ),
    Law(
        "StVO 14 (1)", ("who opens a door excludes any danger to others", "开车门者须排除对他人的危险"), verified=False
    ),
    Law("StVO 18 (3)", ("on motorways the through lanes go first", "高速公路直行车道优先"), verified=False),
    Law(
        "StVO 20 (1)",
        ("pass a bus at its stop with care, from ahead too", "经过停站公交车须小心，对向亦然"),
        verified=False,
        sources=("brainscape.com",),
    ),
    Law(
        "StVO 38 (1)",
        ("blue lights and siren: all others make way at once", "警灯加警笛：其他人立即让路"),
        verified=True,
        sources=("fw-naunheim.de", "swr.de"),
    ),
    Law(
        "StVO 39 (5)",
        ("yellow lines are temporary and put white ones out of force", "黄色标线为临时标线，白线随之失效"),
        verified=False,
        sources=("yumpu.com",),
    ),
    Law("StVO 41 (274)", ("the limit of a sign holds from the sign on", "限速自标志处起生效"), verified=False),
    Law(
        "StVO 43 (3)",
        (
            "cones, barriers and boards close the ground behind them and lead past it",
            "锥桶、护栏与导向牌所围区域禁止驶入，并引导绕行",
        ),
        verified=True,
        sources=("gesetze.legal", "fahrtipps.de"),
    ),
    Law(
        "CRT 16 (2)",
        (
            "who turns lets pass those who come, and people on foot as article 21 says",
            "转弯车让对向车先行，并依第 21 条让行人",
        ),
        verified=True,
        sources=("gazzettaufficiale.it", "inview.nl"),
    ),
    Law(
        "CRT 18 (4)",
        ("at junctions who comes from the right goes first where traffic keeps right", "右侧通行处，路口右方来车先行"),
        verified=False,
        sources=("gazzettaufficiale.it",),
    ),
)

LAWS: Mapping[str, Law] = MappingProxyType({law.id: law for law in _TABLE})
"""By id."""

"""The sentences of events and clauses by name, in English and Chinese.

A field in braces is a number where it has a format, one of `CHOICES` where it is called so, another sentence where it
is called `rest`, and else whatever somebody is called. What stands in a verdict is the English sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[str, str]

SIDES = {
    "front": "前部", "left": "左侧", "rear": "尾部", "right": "右侧",
}  # fmt: skip
KINDS = {
    "none": "未知", "car": "轿车", "van": "厢式车", "truck": "卡车", "bus": "公交车", "motorbike": "摩托车",
    "bicycle": "自行车", "pedestrian": "行人", "animal": "动物", "obstacle": "障碍物", "trailer": "挂车",
    "train": "列车", "cone": "锥桶", "barrier": "护栏",
}  # fmt: skip
CHOICES: Mapping[str, Mapping[str, str]] = {
    "side": SIDES,
    "kind": KINDS,
    "fault": {"at fault": "有责", "not at fault": "无责"},
    "relation": {"at or above": "不低于", "below": "低于", "above": "高于", "not above": "不高于"},
    "way": {
        "intruded the lane": "侵入车道", "came across the way and into view": "横穿路径并进入视野",
        "came into the way and into view": "进入路径和视野",
    },
    "right": {
        "who has priority": "享有优先权", "who goes straight on": "直行", "who crosses on foot": "步行过街",
        "who has blue lights and siren": "开着警灯和警笛",
    },
    "what": {"plan": "规划", "command": "指令"},
    "failing": {"did not answer": "没有应答", "ended its worker": "结束了其工作进程"},
}  # fmt: skip
"""Words that a field may be, and what they are in Chinese."""

SENTENCES: Mapping[str, Pair] = {
    # collisions
    "with": ("with {who} ({kind}), {side}, {fault}", "与 {who}（{kind}）碰撞，{side}，{fault}"),
    "ahead": ("{who} ({kind}) ahead", "前方 {who}（{kind}）"),
    "braked": (
        "it braked ahead at {when:.2f} s with a gap of {gap:.1f} m, {relation} the required {required:.1f} m",
        "对方在 {when} 秒于前方制动，间距 {gap} 米，{relation}所需的 {required} 米",
    ),
    "cut_short": ("{rest}, cut short by its cutting in", "{rest}，因其切入而缩短"),
    "reversed": (
        "it drove backwards into the car, which stood within its lane",
        "对方倒车撞上停在自己车道内的本车",
    ),
    "came": (
        "it {way} at {when:.2f} s with a time to collision of {left:.2f} s, {relation} {bound:.2f} s",
        "对方在 {when} 秒{way}，碰撞时间 {left} 秒，{relation} {bound} 秒",
    ),
    "came_without": (
        "it {way} at {when:.2f} s with a time to collision of none, {relation} {bound:.2f} s",
        "对方在 {when} 秒{way}，不会碰撞，{relation} {bound} 秒",
    ),
    "passable": ("{rest}, but braking would have let it pass", "{rest}，但制动本可让其通过"),
    "unavoidable": ("{rest}: unavoidable", "{rest}：不可避免"),
    "goes_first": ("it goes first", "对方先行"),
    "in_its_lane": ("the car was in its lane", "本车占用了对方车道"),
    # gaps
    "to_lead": ("to the car ahead", "与前车"),
    "to_lead_short": ("to the car ahead, too short for a moment", "与前车，一时过短"),
    "below_table": ("below the table for more than {grace:g} s and not growing", "低于表中数值超过 {grace} 秒且未增大"),
    # lanes and roads
    "beside_paved": ("a corner of the car beside the paved lanes", "车身一角在铺装车道之外"),
    "beside_lanes": ("a corner of the car beside all lanes", "车身一角在所有车道之外"),
    "nearest_edge": ("the corner nearest to the edge", "离边缘最近的车角"),
    "beyond_line": ("a tyre beyond the {side} line", "轮胎越过{side}标线"),
    "beyond_line_most": ("a tyre beyond the {side} line, deepest of all", "轮胎越过{side}标线，最深处"),
    "nearest_line": ("the tyre nearest to a line", "离标线最近的轮胎"),
    "against_lane": ("against the lane's direction", "逆车道方向行驶"),
    "not_for_driving": ("in a lane that is not for driving", "在非行车道上"),
    # signals and rights of way
    "past_hand": ("past a hand that said stop", "越过示意停车的手势"),
    "over_red": ("over the line of a light that was red", "红灯时越过停止线"),
    "past_paddle": ("past a paddle that said stop", "越过示意停车的指挥牌"),
    "not_stood": ("over the line without having stood", "未停车即越过停止线"),
    "near_red": ("the front and the line of a red light", "车头与红灯停止线"),
    "slowest": ("the slowest before the line", "停止线前的最低速度"),
    "director": ("who directs traffic said stop", "指挥交通者示意停车"),
    "left_to": ("left to {who}, {right}", "留给 {who} 的时间（{right}）"),
    "held_up": ("{who}, with blue lights, held up", "{who} 开着警灯，被阻挡"),
    "limit_of_road": ("against the limit of the road", "超过道路限速"),
    "limit_of_sign": ("against the limit of a sign", "超过标志限速"),
    # braking, comfort, progress
    "manoeuvre": ("an emergency manoeuvre", "紧急操作"),
    "hardest_braking": ("the hardest braking", "最大制动"),
    "enough": (
        "an emergency manoeuvre where braking with {need:.1f} m/s² would have done",
        "紧急操作，而以 {need} m/s² 制动即已足够",
    ),
    "all_needed": ("every emergency manoeuvre was needed", "每次紧急操作均有必要"),
    "risk_braking": ("lasting braking of the minimal-risk manoeuvre", "最小风险操作中的持续制动"),
    "outside_bounds": ("outside the bounds for {share:.1f} % of the time", "{share} % 的时间超出界限"),
    "hardest_felt": ("the hardest felt", "感受最强烈处"),
    "nothing_ahead": ("standing with nothing ahead", "前方无物而停车"),
    "ended_by_risk": (
        "a minimal-risk manoeuvre ended the drive before the scenario did",
        "最小风险操作在场景结束前终止了驾驶",
    ),
    "ended_outside": ("ended from outside", "被外部终止"),
    # what the driver asked, and how it failed
    "asks_human": ("the driver asks the human", "驾驶者请求人工接管"),
    "safe_stop": ("the driver brings the car to a safe stop", "驾驶者将车安全停下"),
    "waited": ("from the transition demand to the minimal-risk manoeuvre", "从接管请求到最小风险操作"),
    "no_numbers": ("the {what} holds numbers that are none", "{what}中含有非数值"),
    "not_asked": ("the driver was not asked any more: {rest}", "不再询问该驾驶者：{rest}"),
    "times_in_a_row": ("it {failing} {count:d} times in a row", "它连续 {count} 次{failing}"),
    "times": ("it {failing} {count:d} times", "它 {count} 次{failing}"),
    "worker_lost": ("the worker was lost over this case: {rest}", "此用例使工作进程丢失：{rest}"),
}

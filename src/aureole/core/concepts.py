"""The reasons a plan can give, and how they are said in English and Chinese."""

from enum import IntEnum


class Concept(IntEnum):
    """One reason; a plan pairs it with the track that caused it."""

    NONE = 0
    KEEP_LANE = 1
    FOLLOW = 2
    CUT_IN = 3
    STANDING = 5
    CROSSING = 6
    CURVE = 7
    LIMIT = 8
    CHANGE_LEFT = 9
    CHANGE_RIGHT = 10
    WAIT_FOR_GAP = 11
    EMERGENCY = 12
    ORDER = 13
    CANNOT_GO_ON = 14
    ROAD_ENDS = 15
    SENSOR_SILENT = 16
    SIDE = 17
    NOT_UNDERSTOOD = 18
    STOP_ASKED = 19
    RED_LIGHT = 20
    STOP_SIGN = 21
    YIELD = 22
    PRIORITY = 23
    WORKS = 24
    FLAGGER = 25
    OVERTAKE = 26
    MERGE = 27
    OCCLUSION = 28
    EMERGENCY_VEHICLE = 29
    TEMPORARY_LIMIT = 30
    LANE_CLOSED = 31


WORDS: dict[Concept, tuple[str, str]] = {
    Concept.NONE: ("nothing", "无"),
    Concept.KEEP_LANE: ("keeping the lane", "保持车道"),
    Concept.FOLLOW: ("following {}", "跟随{}"),
    Concept.CUT_IN: ("{} cuts in", "{}切入"),
    Concept.STANDING: ("{} stands in the way", "{}停在前方"),
    Concept.CROSSING: ("{} crosses", "{}横穿"),
    Concept.CURVE: ("slowing for the bend", "弯道减速"),
    Concept.LIMIT: ("speed limit", "限速"),
    Concept.CHANGE_LEFT: ("changing to the left lane", "向左变道"),
    Concept.CHANGE_RIGHT: ("changing to the right lane", "向右变道"),
    Concept.WAIT_FOR_GAP: ("waiting for a gap beside {}", "等待{}旁的空隙"),
    Concept.EMERGENCY: ("emergency braking for {}", "为{}紧急制动"),
    Concept.ORDER: ("as ordered", "按指令"),
    Concept.CANNOT_GO_ON: ("cannot go on", "无法继续"),
    Concept.ROAD_ENDS: ("the road ends", "道路尽头"),
    Concept.SENSOR_SILENT: ("a sensor is silent", "传感器无数据"),
    Concept.STOP_ASKED: ("stopping as asked", "按要求停车"),
    Concept.NOT_UNDERSTOOD: ("order not understood", "听不懂指令"),
    Concept.SIDE: ("keeping away from {}", "避让旁侧{}"),
    Concept.RED_LIGHT: ("stopping at the red light", "红灯停车"),
    Concept.STOP_SIGN: ("stopping at the stop sign", "停车让行标志"),
    Concept.YIELD: ("giving way to {}", "让行{}"),
    Concept.PRIORITY: ("having priority over {}", "先于{}通行"),
    Concept.WORKS: ("passing road works", "通过施工区"),
    Concept.FLAGGER: ("as the flagger {} shows", "按交通指挥{}示意"),
    Concept.OVERTAKE: ("going round {}", "绕过{}"),
    Concept.MERGE: ("merging before or behind {}", "在{}前后汇入"),
    Concept.OCCLUSION: ("somebody may come out behind {}", "{}后方可能有人出现"),
    Concept.TEMPORARY_LIMIT: ("temporary speed limit", "临时限速"),
    Concept.LANE_CLOSED: ("the lane is closed ahead", "前方车道封闭"),
    Concept.EMERGENCY_VEHICLE: ("letting the emergency vehicle {} through", "避让应急车辆{}"),
}


def say(concept: int, name: str, lang: str = "en") -> str:
    """The reason in words, with the name of what caused it."""
    known = concept in set(Concept)
    return WORDS[Concept(concept)][1 if lang == "zh" else 0].format(name) if known else f"concept {concept}"

"""What a driver promises: the checks of its role, in the order in which they are made."""

from __future__ import annotations

from aureole.exam.conformance.findings import Check

PLAN = ("role", "shapes")
BITS = (*PLAN, "repeat")

PROMISES: tuple[Check, ...] = (
    Check(
        "role", ("it is made without arguments and has reset(mission) and drive(observation, memory)",
                 "无参数即可创建，并具有 reset(mission) 和 drive(observation, memory)"),
        ("see docs: write a driver", "参见文档：编写一个司机"),
    ),
    Check(
        "truth", ("it does not import the truth: neither its sources nor what they load",
                  "不导入真值：自身源代码及其加载的模块都不导入"),
        ("take everything from the observation and the mission", "一切信息只取自 observation 和 mission"), ("role",),
    ),
    Check(
        "shapes", ("its plans have the shapes and types of the word Plan, one row a world",
                   "计划的形状和类型符合 Plan，每个世界一行"),
        ("see docs: reference, words", "参见文档：参考，词汇"), ("role",),
    ),
    Check(
        "numbers", ("every number of a plan is finite", "计划中的每个数都是有限的"),
        ("brake, and ask for a takeover, where you do not know better", "没有把握时制动，并请求接管"), PLAN,
    ),
    Check(
        "times", ("the times of a plan begin at zero or later and rise", "计划的时间从零或更晚开始，并且递增"),
        ("give each point of a plan a later time than the one before it", "让计划中每个点的时间都晚于前一个点"), PLAN,
    ),
    Check(
        "stamp", ("a plan answers the stamp of its observation", "计划回应其 observation 的 stamp"),
        ("stamp=observation.stamp", "stamp=observation.stamp"), PLAN,
    ),
    Check(
        "ranges", ("sure is 0 to 1, brake above zero; why and ask hold words that are known",
                   "sure 在 0 到 1 之间，brake 大于零；why 和 ask 的取值都有定义"),
        ("see core.plan, core.concepts; an unused reason is (0, -1)",
         "参见 core.plan、core.concepts；未用的理由为 (0, -1)"),
        (*PLAN, "numbers"),
    ),
    Check(
        "inputs", ("it changes neither the observation nor the memory that it is handed",
                   "不修改传入的 observation 和 memory"),
        ("copy an array before you write into it, and hand back the copy", "写入数组之前先复制，并返回副本"), PLAN,
    ),
    Check(
        "repeat", ("the same looks give the same bits, from a new driver too",
                   "同样的观察给出逐位相同的计划，新建的司机亦然"),
        ("take randomness from core.noise with mission.key; read no clock, iterate over no set",
         "随机数取自 core.noise 和 mission.key；不读时钟，不遍历集合"), PLAN,
    ),
    Check(
        "self", ("it keeps nothing in itself: what it drove before does not matter",
                 "自身不保存状态：之前开过什么都不影响结果"),
        ("put what it remembers into the memory that it hands back", "把要记住的内容放进返回的 memory"), BITS,
    ),
    Check(
        "alone", ("a world alone gives the bits it gives among seven others", "单独一个世界与和另外七个一起时逐位相同"),
        ("let no formula add up across worlds; run networks in fixed, padded batches",
         "公式不得跨世界求和；网络用固定大小、补齐的批次运行"), BITS,
    ),
    Check(
        "order", ("the order of the worlds does not matter", "世界的次序不影响结果"),
        ("let no world look at another", "任何世界都不得参考其他世界"), (*BITS, "alone"),
    ),
    Check(
        "many", ("it drives one world and many", "一个世界和许多世界都能开"),
        ("take the number of worlds from the observation", "世界的数目取自 observation"), (*BITS, "alone"),
    ),
    Check(
        "restart", ("a drive can be split: its memory can be kept as bytes, and another driver drives on",
                    "驾驶可以拆分：memory 可存为字节，由另一个司机接着开"),
        ("let the memory hold arrays and plain values only", "memory 中只放数组和普通值"), (*BITS, "self"),
    ),
    Check(
        "empty", ("it plans without tracks, lanes or route", "没有目标、车道或路线时也能给出计划"),
        ("look at present and seen before you use what they announce", "使用之前先看 present 和 seen"),
        (*PLAN, "numbers"),
    ),
    Check(
        "silent", ("it plans when its sensors are silent (age is infinite)",
                   "传感器无数据（age 为无穷）时也能给出计划"),
        ("compare an age with a limit before you divide by it or add it up", "先把 age 与上限比较，再参与计算"),
        (*PLAN, "numbers"),
    ),
    Check(
        "nan", ("it does not raise on numbers that are none; the plan may be anything of the right shape",
                "输入含非数时不抛出异常；计划只需形状正确"),
        ("check with np.isfinite, or let the number that is none go into the plan: the car brakes",
         "用 np.isfinite 检查，或让非数进入计划：车辆会制动"), PLAN,
    ),
    Check(
        "orders", ("it hears orders of any length and language", "任何长度、任何语言的指令都能接受"),
        ("read order[: order_length] and decode it with errors='replace'",
         "读取 order[: order_length]，以 errors='replace' 解码"),
        PLAN,
    ),
    Check(
        "drives", ("it drives embedded cases in closed loop to their end", "能在闭环中把内置用例开到结束"),
        ("aureole drive CASE --driver NAME shows where it stops", "aureole drive CASE --driver NAME 可看到在哪里停下"),
        (*PLAN, "numbers", "times", "stamp"),
    ),
)  # fmt: skip

"""The rules that a manifest keeps, and what is said of one that is broken, in English and Chinese."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """What is said; the words in braces are filled in."""

    severe: bool
    what: tuple[str, str]
    remedy: tuple[str, str]


def _severe(english: str, chinese: str, first: str, second: str) -> Rule:
    return Rule(True, (english, chinese), (first, second))


def _note(english: str, chinese: str, first: str, second: str) -> Rule:
    return Rule(False, (english, chinese), (first, second))


NAMES = {
    "no_manifest": _note(
        "the car has no manifest: it can be driven in a world, but there is nothing to boot",
        "该车没有清单：可以在世界中驾驶，但没有可启动的系统",
        "write system = 'standard', or tables of its own",
        "写 system = 'standard'，或写自己的各表",
    ),
    "name_twice": _severe(
        "{count} entries of this name: which one is meant cannot be told",
        "有 {count} 个同名条目：无法判断所指是哪一个",
        "give each a name of its own",
        "给每个条目各自的名称",
    ),
    "two_writers": _severe(
        "is written by {writers}: a topic has one writer, else nobody knows whose word counts",
        "由 {writers} 写入：一个话题只能有一个写者，否则无法知道以谁为准",
        "keep one writer, and give each other one a topic of its own",
        "只保留一个写者，其余各用自己的话题",
    ),
    "no_writer": _severe(
        "nobody writes it: whoever waits for it waits for ever",
        "没有写者：等待它的服务将永远等待",
        "set writer to one of {known}, or leave the topic out",
        "把 writer 设为 {known} 之一，或删去该话题",
    ),
    "writer_unknown": _severe(
        "its writer '{name}' is no service: nobody would write it",
        "写者“{name}”不是服务：没有人会写它",
        "correct the name (there are {known}), or add the service",
        "改正名称（现有 {known}），或添加该服务",
    ),
    "reader_unknown": _severe(
        "its reader '{name}' is no service: a right would be given to nobody",
        "读者“{name}”不是服务：权限会授予不存在者",
        "correct the name (there are {known}), or add the service",
        "改正名称（现有 {known}），或添加该服务",
    ),
    "reader_twice": _severe(
        "names its reader '{name}' twice: a reader has one end",
        "读者“{name}”出现两次：每个读者只有一个接收端",
        "name it once",
        "只写一次",
    ),
    "unread": _note("nobody reads it", "没有读者", "name its readers, or leave it out", "写明读者，或删去该话题"),
    "unrecorded": _note(
        "is to be recorded, but no service with the role 'recorder' reads it: the record will lack it",
        "应被记录，但没有 recorder 角色的服务读取它：记录中将缺少它",
        "add the recorder to its readers, or say recorded = false",
        "把记录器加入读者，或写 recorded = false",
    ),
    "type_unknown": _severe(
        "'{name}' is no word that a topic can carry: its size and fields are not known",
        "“{name}”不是话题可以承载的类型：其大小和字段未知",
        "take one of {known}",
        "取 {known} 之一",
    ),
    "truth": _severe(
        "carries the truth, and {name} ({entry}) reads it: who drives must know no more than the sensors tell",
        "承载真值，而 {name}（{entry}）读取它：驾驶者所知不得多于传感器所见",
        "take {name} out of its readers; only a judge and a recorder may see the truth",
        "把 {name} 从读者中去掉；只有裁判和记录器可以看到真值",
    ),
    "truth_told": _severe(
        "is written by {writer}, who sees the truth, and {name} ({entry}) reads it: the truth would reach who drives",
        "由能看到真值的 {writer} 写入，而 {name}（{entry}）读取它：真值会传到驾驶者",
        "take {name} out of its readers; who sees the truth only looks on",
        "把 {name} 从读者中去掉；看到真值者只能旁观",
    ),
    "entry_unknown": _severe(
        "its entry '{name}' is neither a role nor package.module:Class: nothing could be started",
        "入口“{name}”既不是角色也不是 package.module:Class：无法启动",
        "take one of {known}, or name a class",
        "取 {known} 之一，或写明一个类",
    ),
    "idle": _note(
        "neither reads nor writes a topic: nothing it does has an effect",
        "既不读也不写任何话题：其工作没有任何效果",
        "name it as writer or reader of a topic, or leave it out",
        "在某个话题中写明它是写者或读者，或删去它",
    ),
}
TIMES = {
    "never_called": _severe(
        "has neither trigger nor period: nothing would ever call it",
        "既无 trigger 也无 period：永远不会被调用",
        "give it a trigger or a period",
        "给出 trigger 或 period",
    ),
    "trigger_unknown": _severe(
        "its trigger '{name}' is no topic: nothing would ever wake it",
        "触发话题“{name}”不存在：永远不会被唤醒",
        "correct the name (there are {known}), or add the topic",
        "改正名称（现有 {known}），或添加该话题",
    ),
    "trigger_unread": _severe(
        "is woken by '{name}', which it may not read: no word of it ever comes there",
        "由“{name}”唤醒，却无权读取它：不会收到其中任何消息",
        "add it to the readers of {name}",
        "把它加入 {name} 的读者",
    ),
    "rate_too_fast": _severe(
        "promises {rate} words a second, but its writer {name} runs {pace} times a second at most",
        "承诺每秒 {rate} 条，但写者 {name} 每秒至多运行 {pace} 次",
        "lower the rate to {pace} Hz, or let {name} run more often",
        "把 rate 降到 {pace} Hz，或让 {name} 运行得更频繁",
    ),
    "deadline_impossible": _severe(
        "its deadline of {deadline} s is shorter than the {spent} s that its writer {name} may compute",
        "时限 {deadline} 秒短于写者 {name} 可能的计算时间 {spent} 秒",
        "allow at least {spent} s, or give {name} a smaller budget or a faster chip",
        "至少允许 {spent} 秒，或减小 {name} 的预算，或换更快的芯片",
    ),
    "loop": _severe(
        "{names} wake each other in a circle without a delay: they would call each other without an end",
        "{names} 无延迟地循环互相唤醒：会无休止地互相调用",
        "give one of them a period instead of its trigger, or close the circle through a port",
        "给其中一个 period 以代替 trigger，或让循环经过 port",
    ),
    "asleep": _severe(
        "{names} wait for each other in a circle: none of them is ever called first",
        "{names} 循环地互相等待：没有一个会最先被调用",
        "give one of them a period and no trigger, or close the circle through a port",
        "给其中一个 period 而不设 trigger，或让循环经过 port",
    ),
}
CHIPS = {
    "no_chip": _severe(
        "there are services, but no chip that they could run on",
        "有服务，却没有可供运行的芯片",
        "add [[chips]]",
        "添加 [[chips]]",
    ),
    "chip_unknown": _severe(
        "'{name}' is no chip of this car",
        "“{name}”不是该车的芯片",
        "correct the name (there are {known}), or add the chip",
        "改正名称（现有 {known}），或添加该芯片",
    ),
    "network_alone": _severe(
        "joins no chip: nothing can be sent on it",
        "没有连接任何芯片：无法发送任何内容",
        "name its chips, or leave it out",
        "写明其芯片，或删去它",
    ),
    "overrun": _severe(
        "may compute for {spent} s and is called again after {span} s: it falls behind without an end",
        "一次可能计算 {spent} 秒，而 {span} 秒后又被调用：会越来越落后",
        "call it less often, or give it a smaller budget or a faster chip",
        "降低调用频率，或减小预算，或换更快的芯片",
    ),
    "overloaded": _severe(
        "the services {names} may need {need} cores of speed 1, there are {have}",
        "服务 {names} 可能需要 {need} 个速度为 1 的核，现有 {have} 个",
        "call them less often, give them smaller budgets, or take more or faster cores",
        "降低调用频率，减小预算，或用更多、更快的核",
    ),
    "memory_full": _severe(
        "the services {names} need {need} bytes, there are {have}",
        "服务 {names} 需要 {need} 字节，现有 {have} 字节",
        "give them less memory, or take a chip with more",
        "减少其内存，或换内存更大的芯片",
    ),
    "apart": _severe(
        "{writer} on {first} writes it and {reader} on {second} reads it, but no network joins the two chips",
        "{first} 上的 {writer} 写入、{second} 上的 {reader} 读取，但没有网络连接这两个芯片",
        "add a network with both chips, or put both services on one chip",
        "添加连接两者的网络，或把两个服务放在同一芯片上",
    ),
}
LEVELS = {
    "level_above_chip": _severe(
        "its safety level {level} is above {most}, the highest that {name} may carry",
        "安全等级 {level} 高于 {name} 可承载的最高等级 {most}",
        "put it on a chip of level {level}, or lower its level",
        "放到等级为 {level} 的芯片上，或降低其等级",
    ),
    "domain_mixed": _severe(
        "holds services of different safety levels ({levels}): within one process nothing keeps them from each other",
        "包含不同安全等级的服务（{levels}）：同一进程内无法将其隔离",
        "give each level a domain of its own",
        "让每个等级有自己的域",
    ),
    "interference": _note(
        "{reader} (level {high}) relies on what {writer} (level {low}) writes; freedom from interference in the "
        "exchange of information (ISO 26262-6, Annex D) is not shown: corruption, delay, loss, insertion, masquerade",
        "{reader}（等级 {high}）依赖 {writer}（等级 {low}）写入的内容；信息交换的免于干扰（ISO 26262-6 附录 D）"
        "未被证明：损坏、延迟、丢失、插入、伪装",
        "let {reader} check every word and a guard stand behind it, or raise the level of {writer}",
        "让 {reader} 检查每条消息并由守卫把关，或提高 {writer} 的等级",
    ),
    "unguarded": _note(
        "commands reach {reader} from {writer}, which is no guard: nothing stands between a wrong one and the wheels",
        "命令由 {writer} 送达 {reader}，而它不是守卫：错误的命令与车轮之间没有任何阻拦",
        "let a service with the role 'guard' write it",
        "由角色为 guard 的服务写入",
    ),
}
CHAINS = {
    "chain_short": _severe(
        "has {count} services: a chain leads from one to another",
        "只有 {count} 个服务：链从一个服务通向另一个",
        "name the services from cause to effect",
        "按因果顺序写明各服务",
    ),
    "chain_unknown": _severe(
        "leads through '{name}', which is no service",
        "经过“{name}”，而它不是服务",
        "correct the name (there are {known}), or add the service",
        "改正名称（现有 {known}），或添加该服务",
    ),
    "chain_unjoined": _severe(
        "breaks between {first} and {second}: {second} reads no topic that {first} writes",
        "在 {first} 与 {second} 之间断开：{second} 不读取 {first} 写入的任何话题",
        "add {second} to the readers of a topic of {first}, or leave one of them out of the chain",
        "把 {second} 加入 {first} 某个话题的读者，或从链中去掉其一",
    ),
    "chain_impossible": _severe(
        "its deadline of {deadline} s is shorter than {spent} s: {computing} s of budgets, {sending} s on networks",
        "时限 {deadline} 秒短于 {spent} 秒：预算 {computing} 秒，网络 {sending} 秒",
        "allow more, or give its services smaller budgets or faster chips",
        "放宽时限，或减小其服务的预算，或换更快的芯片",
    ),
    "chain_waits": _note(
        "its deadline of {deadline} s holds only where no word waits long: with the waiting for {names}, which other "
        "topics or their periods call, it may take {spent} s",
        "时限 {deadline} 秒仅在消息等待不久时成立：加上等待 {names}（由其他话题或周期调用），可能需要 {spent} 秒",
        "let the chain's own words wake them, or allow {spent} s",
        "让链上的消息唤醒它们，或允许 {spent} 秒",
    ),
    "percentile": _severe(
        "its percentile is {percentile}: expected above 0 and at most 100",
        "百分位为 {percentile}：应大于 0 且不超过 100",
        "take 99.9, say",
        "例如取 99.9",
    ),
}
RULES: dict[str, Rule] = {**NAMES, **TIMES, **CHIPS, **LEVELS, **CHAINS}

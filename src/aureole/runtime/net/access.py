"""Who may say what to whom between machines: zenoh's access lists, made from the topics, by the names in certificates.

Everything is refused that is not named here. A writer may send words to each of a topic's readers and no other may; a
reader may ask for its own words alone. Both sides hold both lists, so neither has to trust the other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from aureole.core.topic import Topic
from aureole.runtime.net.keys import Keys

LISTEN = ["declare_liveliness_subscriber", "liveliness_query"]


def access(me: str, car: str, topics: Sequence[Topic]) -> dict[str, Any]:
    """The access list of one party, `me`, among the writers and readers of these topics."""
    rules: list[dict[str, Any]] = []
    policies: list[dict[str, Any]] = []
    others = sorted({name for topic in topics for name in (topic.writer, *topic.readers)} - {me})
    for other in others:
        names: list[str] = []
        for flow, messages, keys in _rules(me, other, car, topics):
            names.append(f"{other} {len(names)}")
            rules.append({
                "id": names[-1], "permission": "allow", "flows": [flow], "messages": messages, "key_exprs": keys,
            })  # fmt: skip
        if names:
            policies.append({"subjects": [other], "rules": names})
    subjects = [{"id": name, "cert_common_names": [name]} for policy in policies for name in policy["subjects"]]
    return {
        "enabled": True, "default_permission": "deny", "rules": rules, "subjects": subjects, "policies": policies,
    }  # fmt: skip


Allowed = tuple[str, list[str], list[str]]  # flow as I see it, messages, keys


def _rules(me: str, other: str, car: str, topics: Iterable[Topic]) -> Iterator[Allowed]:
    """What may go between two parties."""
    for topic in topics:
        keys = Keys(car, topic.name)
        if topic.writer == other and me in topic.readers:
            yield from _line("ingress", "egress", keys, me)
        if topic.writer == me and other in topic.readers:
            yield from _line("egress", "ingress", keys, other)


def _line(down: str, up: str, keys: Keys, reader: str) -> Iterator[Allowed]:
    """A line on which words go `down`, from the writer to a reader, and accounts `up`."""
    yield down, ["put"], [keys.to(reader)]
    yield up, ["declare_subscriber"], [keys.to(reader)]
    yield up, ["put"], [keys.back(reader)]
    yield down, ["declare_subscriber"], [keys.back(reader)]
    yield down, ["liveliness_token"], [keys.alive]
    yield up, LISTEN, [keys.alive]

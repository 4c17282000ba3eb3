"""A recording looked through once before it is replayed: what is missing, and the lives of the processes in it.

Each call was told before it was made. So of a process that was killed in the middle of a call the recording holds the
call, and as much of what the call said as was said. Whoever came after it began with the last state that was kept, and
told with its first call which one that was: the state before its predecessor's last call, or the one after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from aureole.core.errors import BadInput
from aureole.runtime.bus.frames import Frame
from aureole.runtime.recorder.calls import unpacked
from aureole.runtime.recorder.part import Entry
from aureole.runtime.recorder.tape import Tape
from aureole.runtime.replaying.script import Role
from aureole.runtime.services.heard import PREFIX, Heard, frame_of

BEGINNING, UNKNOWN = -1, -2
"""Of a state: what the service remembers before its first call; one that a call which was not recorded has left."""
TOLD = 2  # numbers of states that a successor can begin with: before the last call, and after it


@dataclass(slots=True)
class Course:
    """The lives of one service's processes; calls are counted as they were recorded, from 0 on."""

    anew: list[int] = field(default_factory=list)
    """ns; the moments at which it had begun anew."""
    origins: dict[int, int] = field(default_factory=dict)
    """Of each call with which it began anew: the call that left the state it began with, or BEGINNING or UNKNOWN."""
    cuts: dict[int, Counter[str]] = field(default_factory=dict)
    """Calls that may not have come to their end, with how many words of each topic they had said."""


@dataclass(slots=True)
class Life:
    """One service while the tape goes by."""

    role: Role
    frame: Frame
    """Of its calls."""
    course: Course = field(default_factory=Course)
    calls: list[int] = field(default_factory=list)
    """ns; when each was told."""
    said: dict[str, list[int]] = field(default_factory=dict)
    """ns; when each word was sent, by topic."""
    left: dict[int, int] = field(default_factory=dict)
    """By the number of states that were kept: the last call that was made so."""

    def call(self, entry: Entry) -> None:
        """One call."""
        heard: Heard = unpacked(self.frame, entry.data)
        number, kept = len(self.calls), int(heard.kept[0])
        if int(heard.begun[0]) == 0 and (number or kept):
            origin = self.left.get(kept - 1, UNKNOWN) if kept else BEGINNING
            self.course.origins[number] = origin
            self.course.anew.append(int(heard.stamp[0]))
            if number and origin != number - 1:
                self.course.cuts[number - 1] = Counter()
        self.calls.append(entry.heard)
        self.left.pop(kept - TOLD, None)
        self.left[kept] = number

    def closed(self) -> Course:
        """No more words; with the last one it may have been cut short too."""
        if self.calls:
            self.course.cuts[len(self.calls) - 1] = Counter()
        for number, words in self.course.cuts.items():
            for topic, sent in self.said.items():
                first = bisect_left(sent, self.calls[number])
                end = bisect_left(sent, self.calls[number + 1]) if number + 1 < len(self.calls) else len(sent)
                words[topic] = end - first
        return self.course


@dataclass(slots=True)
class Survey:
    """What there is."""

    first: int
    """ns; the first moment."""
    last: int
    missing: dict[str, int]
    """Words that the recording lacks, by topic."""
    courses: dict[str, Course]
    """By service, of all that told their calls."""


def surveyed(tape: Tape, roles: Sequence[Role]) -> Survey:
    """Look through a recording for the parts that are to be played again.

    Raises:
        BadInput: it is damaged, or of another version, or no call of one of the services was recorded.
    """
    lives = {role.name: Life(role, frame_of(len(role.inputs))) for role in roles}
    by_topic = {topic: lives[role.name] for role in roles for topic in role.outputs}
    told = {PREFIX + name: life for name, life in lives.items()}
    numbers: dict[str, int] = {}
    survey = Survey(-1, 0, {}, {})
    for entry in tape.entries():
        survey.first = entry.stamp if survey.first < 0 else min(survey.first, entry.stamp)
        survey.last = max(survey.last, entry.stamp)
        _count(entry, numbers, survey.missing)
        if entry.topic in told:
            life = told[entry.topic]
            if not life.calls:
                fits(tape, life)
            life.call(entry)
        elif entry.topic.startswith(PREFIX):
            life = told[entry.topic] = other(tape, entry.topic)
            fits(tape, life)
            life.call(entry)
        elif entry.topic in by_topic:
            by_topic[entry.topic].said.setdefault(entry.topic, []).append(entry.heard)
    if survey.first < 0:
        raise BadInput("the recording holds no word", place=str(tape.folder))
    silent = next((name for name, life in lives.items() if not life.calls), None)
    if silent is not None:
        raise BadInput(f"no call of service {silent} was recorded", place=str(tape.folder))
    survey.courses = {life.role.name: life.closed() for life in told.values()}
    return survey


def other(tape: Tape, topic: str) -> Life:
    """A service whose part is not played again; whatever it read, its calls tell when it began anew."""
    read = next((each.shape[-1] for each in tape.layouts[topic].fields if each.name == "numbers"), 0)
    return Life(Role(topic.removeprefix(PREFIX), (), ()), frame_of(read))


def _count(entry: Entry, numbers: dict[str, int], missing: dict[str, int]) -> None:
    """Words that are missing before this one; a writer that began anew counts from 0."""
    before = numbers.get(entry.topic, entry.number - 1)
    gap = entry.number - before - 1 if entry.number > before else entry.number
    if gap > 0:
        missing[entry.topic] = missing.get(entry.topic, 0) + gap
    numbers[entry.topic] = entry.number


def fits(tape: Tape, life: Life) -> None:
    """BadInput if a service's calls are not those that this version and this car's manifest make."""
    name, wanted = life.role.name, life.frame.layout
    found = tape.layouts[PREFIX + name]
    if [each.name for each in found.fields] != [each.name for each in wanted.fields]:
        what = f"calls of service {name} were recorded by another version"
        raise BadInput(what, place=str(tape.folder), remedy="replay it with the version that recorded it")
    if found != wanted:
        what = f"service {name} read other topics when it was recorded"
        raise BadInput(what, place=str(tape.folder), remedy="replay with the car's manifest as it was")

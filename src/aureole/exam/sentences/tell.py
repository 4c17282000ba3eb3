"""A sentence made of its name and its fields, and found again in what a verdict says, to be told in another language.

A verdict holds the English sentence (its file is a contract); what a driver raised stands there too, in whatever words
it chose. What is no sentence of ours stays as it is.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from aureole.exam.sentences.table import CHOICES, SENTENCES

AND, AND_ZH = "; ", "；"
"""Between sentences about one event."""
FIELD = re.compile(r"\{(\w+)(:[^}]*)?\}")
NUMBER = r"-?(?:[\d.]+(?:e[-+]?\d+)?|inf|nan)"
LONGEST = 1000  # letters; what is longer is no sentence of ours


def tell(name: str, /, **fields: Any) -> str:
    """The English sentence of a name."""
    return SENTENCES[name][0].format(**fields)


def both(*sentences: str) -> str:
    """Several sentences about one event, without the empty ones."""
    return AND.join(filter(None, sentences))


def said(text: str, lang: str) -> str:
    """What an event says, in a language (`en`, `zh`); in English what is no sentence of ours, or as a whole too long.

    >>> said("to the car ahead; it goes first", "zh")
    '与前车；对方先行'
    """
    if lang != "zh" or len(text) > LONGEST:
        return text
    whole = translated(text)
    if whole is None and AND in text:
        parts = [translated(part) for part in text.split(AND)]
        whole = AND_ZH.join(part for part in parts if part is not None) if None not in parts else None
    return text if whole is None else whole


def translated(text: str) -> str | None:
    """One sentence in Chinese; None if it is none of ours."""
    for pattern, zh in patterns():
        if found := pattern.fullmatch(text):
            return zh.format(**{name: field(name, value) for name, value in found.groupdict().items()})
    return None


def field(name: str, value: str) -> str:
    """What stands in a field, in Chinese."""
    return said(value, "zh") if name == "rest" else CHOICES.get(name, {}).get(value, value)


@functools.cache
def patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What each English sentence looks like, and the Chinese one; those that hold another sentence first."""
    order = sorted(SENTENCES.values(), key=lambda pair: "{rest}" not in pair[0])
    return tuple((re.compile(pattern(en)), zh) for en, zh in order)


def pattern(en: str) -> str:
    """The regular expression of a sentence: the page's script makes the same of it."""
    parts, end = [], 0
    for hole in FIELD.finditer(en):
        name, form = hole[1], hole[2]
        words = "|".join(map(re.escape, sorted(CHOICES.get(name, ()), key=len, reverse=True)))
        parts += [re.escape(en[end : hole.start()]), f"(?P<{name}>{NUMBER if form else words or '.+'})"]
        end = hole.end()
    return "".join([*parts, re.escape(en[end:])])


def tables() -> dict[str, Any]:
    """Both tables as the page's script reads them."""
    return {"pairs": [list(pair) for pair in SENTENCES.values()], "choices": {k: dict(v) for k, v in CHOICES.items()}}

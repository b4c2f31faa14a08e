"""A thread remains a talk: of the steps that follow one another, only the last ones stand open."""

from dataclasses import dataclass
from itertools import groupby

from .models import Message

SHOWN = 3

type Line = tuple[Message, str]  # a message and its words


@dataclass(frozen=True)
class Block:
    """Lines that follow one another; `folded` ones come before those that are `shown`."""

    folded: list[Line]
    shown: list[Line]


def fold(lines: list[Line]) -> list[Block]:
    """Lines in their order, in blocks of messages and of steps."""
    blocks = []
    for is_step, group in groupby(lines, key=lambda line: bool(line[0].event)):
        held = list(group)
        kept = SHOWN if is_step else len(held)
        blocks.append(Block(held[:-kept], held[-kept:]))
    return blocks

"""Groups of blocks that were written as one: of a file that is not finished, whole ones are read, torn ones are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maif.file.block import Block


def whole_groups(blocks: Iterable[Block]) -> Iterator[Block]:
    """Pass blocks on, those of a group when its last one is there; leave out what is left of a torn one."""
    group: list[Block] = []
    of = 0
    for block in blocks:
        place = block.group
        if group and place != (len(group), of):
            group = []
        if place is None:
            yield block
            continue
        number, of = place
        if number == len(group):
            group.append(block)
            if len(group) == of:
                yield from group
                group = []

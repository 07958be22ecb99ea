"""Misconceptions about task 04.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "block_gives_minus_one",
        believes="Forgets that there are bytes before the first block",
        fails={"04.3.block": "before"},
        edits=[("return begun - 1 if begun else None", "return begun - 1")],
    ),
    Wrong(
        "block_zero_is_none",
        believes="A number that is not true is none",
        fails={"04.3.block": "none-for-zero"},
        edits=[("return begun - 1 if begun else None", "return begun - 1 or None")],
    ),
    Wrong(
        "at_not_zero",
        believes="Takes byte 0 for no position",
        fails={"04.3.block": "byte-0"},
        edits=[
            (
                "begun = bisect.bisect_right(offsets, position)",
                "begun = bisect.bisect_right(offsets, position) if position else 0",
            ),
        ],
    ),
    Wrong(
        "at_one_is_none",
        believes="Asks for more than one block that has begun, where there is one",
        fails={"04.3.block": "only-one"},
        edits=[
            (
                "return begun - 1 if begun else None",
                "return begun - 1 if begun and len(offsets) > 1 else None",
            ),
        ],
    ),
    Wrong(
        "at_from_the_end",
        believes="Calls the last block -1",
        fails={"04.3.block": "from-the-end"},
        edits=[
            (
                "begun = bisect.bisect_right(offsets, position)",
                """
                begun = bisect.bisect_right(offsets, position)
                if begun and begun == len(offsets):
                    return -1
                """,
            ),
        ],
    ),
    Wrong(
        "at_remembers_positions",
        believes="Remembers the answer for a position, whatever the index",
        fails={"04.3.block": "another-index"},
    ),
    Wrong(
        "at_before_the_last",
        believes="Searches all offsets but the last",
        fails={"04.3.block": "last-block"},
        edits=[
            (
                "begun = bisect.bisect_right(offsets, position)",
                "begun = bisect.bisect_right(offsets[:-1], position) if len(offsets) > 2 else bisect.bisect_right(offsets, position)",
            ),
        ],
    ),
    Wrong(
        "block_counted_from_one",
        believes="Takes the count of blocks that have begun for the number of the last of them",
        fails={"04.3.block": "one-more"},
        edits=[("return begun - 1 if begun else None", "return begun if begun else None")],
    ),
    Wrong(
        "block_by_difference",
        believes="Silences the warning that a difference of unsigned numbers has overflowed",
        fails={"04.3.block": "unsigned"},
        edits=[
            (
                """
                begun = bisect.bisect_right(offsets, position)
                return begun - 1 if begun else None
                """,
                """
                begun, end = 0, len(offsets)
                while begun < end:
                    middle = (begun + end) // 2
                    with np.errstate(over="ignore"):
                        behind = offsets[middle] - position > 0
                    begun, end = (begun, middle) if behind else (middle + 1, end)
                return begun - 1 if begun else None
                """,
            )
        ],
    ),
    Wrong(
        "block_left_of_offset",
        believes="Gives a block's first byte to the block before",
        fails={"04.3.block": "first-byte"},
        edits=[("begun = bisect.bisect_right(offsets, position)", "begun = bisect.bisect_left(offsets, position)")],
    ),
    Wrong(
        "block_remembers",
        believes="The same position lies in the same block, in whichever file",
        fails={"04.3.block": None, "04.3.looks": "remembered"},
    ),
    Wrong(
        "block_by_searchsorted",
        believes="Hands the offsets to numpy, which copies them before it looks",
        fails={"04.3.looks": "every-offset"},
        edits=[
            (
                "begun = bisect.bisect_right(offsets, position)",
                'begun = int(np.searchsorted(offsets, position, side="right"))',
            )
        ],
    ),
    Wrong(
        "block_of_a_list",
        believes="Makes a list first, to be able to search it",
        fails={"04.3.looks": "every-offset"},
        edits=[
            ("begun = bisect.bisect_right(offsets, position)", "begun = bisect.bisect_right(list(offsets), position)")
        ],
    ),
    Wrong(
        "block_from_the_back",
        believes="Goes back from the last block to one that has begun",
        fails={"04.3.looks": "from-one-end"},
        edits=[
            (
                """
                begun = bisect.bisect_right(offsets, position)
                return begun - 1 if begun else None
                """,
                """
                number = len(offsets) - 1
                while number >= 0 and offsets[number] > position:
                    number -= 1
                return number if number >= 0 else None
                """,
            )
        ],
    ),
    Wrong(
        "block_from_the_front",
        believes="Goes on from block to block until one begins later",
        fails={"04.3.looks": "from-one-end"},
        edits=[
            (
                """
                begun = bisect.bisect_right(offsets, position)
                return begun - 1 if begun else None
                """,
                """
                found = None
                for number, offset in enumerate(offsets):
                    if offset > position:
                        break
                    found = number
                return found
                """,
            )
        ],
    ),
    Wrong(
        "block_by_doubling",
        believes="Doubles its steps until it is too far, then halves what is between",
        fails={"04.3.looks": "from-one-end"},
        edits=[
            (
                "begun = bisect.bisect_right(offsets, position)",
                """
                high = 1
                while high < len(offsets) and offsets[high] <= position:
                    high *= 2
                begun = bisect.bisect_right(offsets, position, high // 2, min(high, len(offsets)))
                """,
            )
        ],
    ),
    Wrong(
        "block_by_proportion",
        believes="All blocks have about one size, so that a proportion leads close to the right one",
        fails={"04.3.looks": "from-one-end"},
        edits=[
            (
                """
                begun = bisect.bisect_right(offsets, position)
                return begun - 1 if begun else None
                """,
                """
                low, high = 0, len(offsets) - 1
                if high < 0 or position < offsets[0]:
                    return None
                while low < high:
                    first, last = int(offsets[low]), int(offsets[high])
                    if position >= last:
                        return high
                    middle = low + max(1, (position - first) * (high - low) // (last - first))
                    if offsets[middle] <= position:
                        low = middle
                    else:
                        high = middle - 1
                return low
                """,
            )
        ],
    ),
    Wrong(
        "block_of_copied_halves",
        believes="Searches a half, and makes a list of it first",
        fails={"04.3.looks": "copied"},
    ),
    Wrong(
        "block_looks_twice",
        believes="Compares the middle one twice, and takes it from the offsets each time",
        fails={"04.3.looks": "twice"},
    ),
]

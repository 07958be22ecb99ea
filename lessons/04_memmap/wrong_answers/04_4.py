"""Misconceptions about task 04.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "blocks_load_in_opening",
        believes="A tuple of all blocks is lighter than a list",
        fails={"04.4.lazy": "opening", "04.4.slice": "opening", "04.4.held": "all"},
    ),
    Wrong(
        "blocks_len_reads",
        believes="Counts the blocks by reading them",
        fails={"04.4.lazy": "len", "04.4.slice": None},
        edits=[
            ("return len(self.entries)", "return sum(1 for offset, size in self.entries if self.read(offset, size))"),
            (
                """
                offset, size = self.entries[number]
                return self.read(offset, size)
                """,
                "return self.read(*self.entries[number])",
            ),
        ],
    ),
    Wrong(
        "slices_count_their_blocks",
        believes="Reads all blocks of a slice to count them",
        fails={"04.4.lazy": "len", "04.4.slice": "len"},
    ),
    Wrong(
        "blocks_count_bytes",
        believes="Takes the bytes of all blocks for their number",
        fails={"04.4.lazy": "length", "04.4.slice": None},
        edits=[
            (
                "return len(self.entries)",
                "return sum(size for _, size in self.entries)",
            ),
        ],
    ),
    Wrong(
        "blocks_read_to_look",
        believes="Reads a block to see whether it is there, then reads it",
        fails={"04.4.lazy": "read-twice", "04.4.slice": None},
        edits=[("return self.read(offset, size)", "return self.read(offset, size) and self.read(offset, size)")],
    ),
    Wrong(
        "blocks_load_on_first_use",
        believes="Opens quickly, and loads everything when the first block is asked for",
        fails={"04.4.lazy": "all-at-once", "04.4.slice": "slice-reads", "04.4.held": "all"},
        edits=[
            ("self.read, self.entries = read, entries", "self.read, self.entries, self.blocks = read, entries, None"),
            (
                """
                if isinstance(number, slice):
                    return Blocks(self.read, self.entries[number])
                offset, size = self.entries[number]
                return self.read(offset, size)
                """,
                """
                if self.blocks is None:
                    self.blocks = [self.read(offset, size) for offset, size in self.entries]
                return self.blocks[number]
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_loop_reads_all",
        believes="Reads one block for `[n]`, but all of them for a loop",
        fails={"04.4.lazy": "loop", "04.4.held": "all"},
        edits=[
            (
                "def __getitem__(self, number):",
                """
                def __iter__(self):
                    return iter([self.read(offset, size) for offset, size in self.entries])

                def __getitem__(self, number):
                """,
            ),
            (
                """
                offset, size = self.entries[number]
                return self.read(offset, size)
                """,
                "return self.read(*self.entries[number])",
            ),
        ],
    ),
    Wrong(
        "blocks_keep_the_wrong_one",
        believes="Keeps the last block under its number, without the sign",
        fails={"04.4.lazy": "another-block"},
    ),
    Wrong(
        "blocks_loop_ends_at_an_empty_one",
        believes="Ends a loop where a block is falsy",
        fails={"04.4.lazy": "lost-in-a-loop"},
    ),
    Wrong(
        "blocks_go_round",
        believes="Counts on from the first where there is no block",
        fails={"04.4.lazy": "no-end"},
    ),
    Wrong(
        "blocks_keep_what_failed",
        believes="Notes which block it has before it has it",
        fails={"04.4.lazy": "failure"},
    ),
    Wrong(
        "blocks_end_where_reading_fails",
        believes="Ends where a block cannot be read",
        fails={"04.4.lazy": "failure"},
    ),
    Wrong(
        "blocks_are_their_own_iterator",
        believes="Is the iterator that loops over it",
        fails={"04.4.lazy": "loops-disturbed"},
    ),
    Wrong(
        "blocks_keep_in_a_default",
        believes="An argument nobody gives is a good place to keep the last block",
        fails={"04.4.lazy": "another-file", "04.4.slice": None},
        edits=[
            (
                """
                def __init__(self, read, entries):
                    self.read, self.entries = read, entries
                """,
                """
                def __init__(self, read, entries, kept={}):
                    self.read, self.entries, self.kept = read, entries, kept
                """,
            ),
            (
                """
                return self.read(offset, size)
                """,
                """
                if offset not in self.kept:
                    block = self.read(offset, size)
                    self.kept.clear()
                    self.kept[offset] = block
                return self.kept[offset]
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_of_any_file",
        believes="Keeps the last block by its place, for all files together",
        fails={"04.4.lazy": "another-file", "04.4.slice": "kept"},
    ),
    Wrong(
        "blocks_drop_every_tenth",
        believes="The loop ends one block before the last",
        fails={"04.4.lazy": None, "04.4.slice": None, "04.4.held": "lost"},
        edits=[
            ("return len(self.entries)", "return len(self.entries) - 1"),
            (
                "def __getitem__(self, number):",
                """
                def __iter__(self):
                    return map(self.__getitem__, range(len(self)))

                def __getitem__(self, number):
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_slice_is_a_list",
        believes="Answers a slice with a list, as `list` does",
        fails={"04.4.slice": "slice-reads"},
        edits=[
            (
                "return Blocks(self.read, self.entries[number])",
                "return [self.read(*entry) for entry in self.entries[number]]",
            )
        ],
    ),
    Wrong(
        "blocks_slice_is_a_generator",
        believes="Answers a slice with a generator, which reads nothing either",
        fails={"04.4.slice": "another-type"},
        edits=[
            (
                "return Blocks(self.read, self.entries[number])",
                "return (self.read(*entry) for entry in self.entries[number])",
            )
        ],
    ),
    Wrong(
        "blocks_slice_from_the_start",
        believes="Keeps the end of a slice, and loses its start",
        fails={"04.4.slice": "whole"},
        edits=[
            ("return Blocks(self.read, self.entries[number])", "return Blocks(self.read, self.entries[: number.stop])")
        ],
    ),
    Wrong(
        "blocks_slice_without_step",
        believes="A slice has a start and an end, and nothing else",
        fails={"04.4.slice": "step"},
        edits=[
            (
                "return Blocks(self.read, self.entries[number])",
                "return Blocks(self.read, self.entries[number.start : number.stop])",
            )
        ],
    ),
    Wrong(
        "slices_turn_one_way",
        believes="Cuts first, and then takes the steps",
        fails={"04.4.slice": "step"},
        edits=[
            (
                "return Blocks(self.read, self.entries[number])",
                "return Blocks(self.read, self.entries[number.start : number.stop][:: number.step])",
            ),
        ],
    ),
    Wrong(
        "blocks_share_their_entries",
        believes="Keeps what it knows in the class, where every file finds it",
        fails={"04.4.slice": "original"},
        edits=[
            (
                "self.read, self.entries = read, entries",
                "type(self).read, type(self).entries = staticmethod(read), entries",
            )
        ],
    ),
    Wrong(
        "slices_have_a_block",
        believes="Believes that every slice has a block",
        fails={"04.4.slice": "empty"},
        edits=[
            (
                "return len(self.entries)",
                "return max(1, len(self.entries))",
            ),
        ],
    ),
    Wrong(
        "blocks_know_no_slices",
        believes="Does not expect that somebody writes a slice between the brackets",
        fails={"04.4.slice": "raised"},
        edits=[
            (
                """
                if isinstance(number, slice):
                    return Blocks(self.read, self.entries[number])
                """,
                "",
            )
        ],
    ),
    Wrong(
        "blocks_keep_all",
        believes="Reads each block once, and keeps it for ever",
        fails={"04.4.held": "all"},
        edits=[
            ("self.read, self.entries = read, entries", "self.read, self.entries, self.kept = read, entries, {}"),
            (
                """
                offset, size = self.entries[number]
                return self.read(offset, size)
                """,
                """
                if number not in self.kept:
                    self.kept[number] = self.read(*self.entries[number])
                return self.kept[number]
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_keep_some",
        believes="Keeps the last sixteen blocks, in case they are asked for again",
        fails={"04.4.held": "many"},
        edits=[
            (
                "class Blocks:",
                """
                from functools import lru_cache


                class Blocks:
                """,
            ),
            (
                "self.read, self.entries = read, entries",
                """
                self.read, self.entries = lru_cache(maxsize=16)(lambda number: read(*entries[number])), entries
                self.plain = read
                """,
            ),
            (
                """
                    return Blocks(self.read, self.entries[number])
                offset, size = self.entries[number]
                return self.read(offset, size)
                """,
                """
                    return Blocks(self.plain, self.entries[number])
                return self.read(number)
                """,
            ),
        ],
    ),
    Wrong(
        "blocks_remember_calls",
        believes="Two calls of a cache are no more than one",
        fails={"04.4.held": "many"},
        edits=[
            (
                "class Blocks:",
                """
                from functools import lru_cache


                class Blocks:
                """,
            ),
            ("self.read, self.entries = read, entries", "self.read, self.entries = lru_cache(2)(read), entries"),
        ],
    ),
    Wrong(
        "blocks_keep_two",
        believes="Keeps the block before the last, too",
        fails={"04.4.held": "many"},
    ),
    Wrong(
        "blocks_keep_two_at_most",
        believes="Keeps the last two",
        fails={"04.4.held": "many"},
    ),
]

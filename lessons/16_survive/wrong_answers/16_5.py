"""Misconceptions about task 16.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "get_is_no_use",
        believes="Looks without moving",
        fails={"16.5.order": "get-no-use"},
        edits=[
            (
                """
                def get(self, key):
                    self.values.move_to_end(key)
                """,
                "def get(self, key):",
            ),
        ],
    ),
    Wrong(
        "put_again_is_no_use",
        believes="Leaves a key where it was when it is put again",
        fails={"16.5.order": "put-no-use"},
        edits=[
            (
                """
                self.values[key] = value
                self.values.move_to_end(key)
                """,
                "self.values[key] = value",
            ),
        ],
    ),
    Wrong(
        "newest_leaves",
        believes="Takes entries off at the other end",
        fails={"16.5.order": "newest-leaves", "16.5.size": None},
        edits=[
            ("cold = next(iter(self.values))", "cold = next(reversed(self.values))"),
        ],
    ),
    Wrong(
        "empty_never_leave",
        believes="Lets only those leave that make room",
        fails={"16.5.order": "empty-stays"},
        edits=[
            (
                "cold = next(iter(self.values))",
                "cold = next(key for key in self.values if self._sizes[key])",
            ),
        ],
    ),
    Wrong(
        "zero_never_leaves",
        believes="Takes the key 0 for none",
        fails={"16.5.order": "zero-stays"},
        edits=[
            (
                "cold = next(iter(self.values))",
                "cold = next(key for key in self.values if key)",
            ),
        ],
    ),
    Wrong(
        "one_leaves",
        believes="Lets one entry leave, however large the new one is",
        fails={"16.5.order": "stays-too-full", "16.5.size": None},
        edits=[
            ("while self.size > self.max_size:", "if self.size > self.max_size:"),
        ],
    ),
    Wrong(
        "full_is_too_full",
        believes="Lets an entry leave when all fits exactly",
        fails={"16.5.order": "too-many-leave", "16.5.size": None},
        edits=[
            ("while self.size > self.max_size:", "while self.size >= self.max_size:"),
        ],
    ),
    Wrong(
        "values_in_the_class",
        believes="Keeps values and sizes in the class",
        fails={"16.5.order": "shared"},
    ),
    Wrong(
        "left_keys_alone",
        believes="Gives back keys alone",
        fails={"16.5.order": "told-wrong"},
        edits=[
            (
                "left.append((cold, self.pop(cold)))",
                """
                self.pop(cold)
                left.append(cold)
                """,
            ),
        ],
    ),
    Wrong(
        "get_gives_none",
        believes="Gives None for a key that is not there",
        fails={"16.5.order": "told-wrong"},
        edits=[
            (
                """
                def get(self, key):
                    self.values.move_to_end(key)
                    return self.values[key]
                """,
                """
                def get(self, key):
                    if key in self.values:
                        self.values.move_to_end(key)
                    return self.values.get(key)
                """,
            ),
        ],
    ),
    Wrong(
        "size_stays",
        believes="Keeps sizes, and no sum",
        fails={"16.5.size": "nothing-counted", "16.5.order": None},
        edits=[
            ("self.size += size - self._sizes.get(key, 0)", ""),
            ("self.size -= self._sizes.pop(key)", "self._sizes.pop(key)"),
        ],
    ),
    Wrong(
        "replaced_still_counts",
        believes="Adds the new size to the old one",
        fails={"16.5.order": None, "16.5.size": "replaced-counted"},
        edits=[
            ("self.size += size - self._sizes.get(key, 0)", "self.size += size"),
        ],
    ),
    Wrong(
        "popped_still_counts",
        believes="Forgets to subtract what is popped",
        fails={"16.5.order": None, "16.5.size": "popped-counted"},
        edits=[
            (
                "left.append((cold, self.pop(cold)))",
                """
                left.append((cold, self.values.pop(cold)))
                self.size -= self._sizes.pop(cold)
                """,
            ),
            (
                """
                def pop(self, key):
                    self.size -= self._sizes.pop(key)
                """,
                """
                def pop(self, key):
                    self._sizes.pop(key)
                """,
            ),
        ],
    ),
    Wrong(
        "left_still_counts",
        believes="Compares the new one alone with the room",
        fails={"16.5.order": None, "16.5.size": "left-counted"},
        edits=[
            ("while self.size > self.max_size:", "while size > self.max_size:"),
        ],
    ),
    Wrong(
        "missing_counts",
        believes="Subtracts before it looks whether the key is there",
        fails={"16.5.size": "too-little", "16.5.order": None},
        edits=[
            (
                "self.size -= self._sizes.pop(key)",
                "self.size -= self._sizes.pop(key, 1)",
            ),
        ],
    ),
    Wrong(
        "old_size_stays",
        believes="Forgets the value of a key, and not its size",
        fails={"16.5.size": "comes-back", "16.5.order": None},
        edits=[
            (
                "self.size -= self._sizes.pop(key)",
                "self.size -= self._sizes[key]",
            ),
        ],
    ),
    Wrong(
        "room_beside_the_old",
        believes="Makes room beside the old value of the key",
        fails={"16.5.order": None, "16.5.size": "too-little"},
        edits=[
            (
                "self.values[key] = value",
                """
                self.values[key] = value
                old = self._sizes.get(key, 0)
                """,
            ),
            (
                "while self.size > self.max_size:",
                "while self.size + old > self.max_size and len(self.values) > 1:",
            ),
        ],
    ),
    Wrong(
        "same_value_again",
        believes="Does nothing where the value is the same",
        fails={"16.5.order": None, "16.5.size": None},
        edits=[
            (
                "self.values[key] = value",
                """
                if key in self.values and self.values[key] == value and self._sizes[key] == size:
                    self.values.move_to_end(key)
                    return []
                self.values[key] = value
                """,
            ),
        ],
    ),
]

"""Misconceptions about task 17.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "positions_share_a_line",
        believes="Gives the class one line for all",
        fails={"17.3.prefix": "shared", "17.3.refused": None},
    ),
    Wrong(
        "positions_commit_nothing",
        believes="Never says what may be committed",
        fails={"17.3.prefix": "nothing", "17.3.refused": None, "17.3.held": "wrong"},
        edits=[
            (
                """
                def committable(self):
                    return self._committable
                """,
                """
                def committable(self):
                    return None
                """,
            ),
        ],
    ),
    Wrong(
        "positions_of_the_last",
        believes="Says the position of the last message, not where to go on",
        fails={"17.3.prefix": "position", "17.3.refused": None, "17.3.held": "wrong"},
        edits=[
            (
                """
                while self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[1]
                """,
                """
                while self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[0]
                """,
            ),
        ],
    ),
    Wrong(
        "positions_plus_one",
        believes="Adds one",
        fails={"17.3.prefix": "plus-one"},
        edits=[
            (
                """
                while self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[1]
                """,
                """
                while self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[0] + 1
                """,
            ),
        ],
    ),
    Wrong(
        "positions_from_zero",
        believes="Begins at 0",
        fails={"17.3.prefix": "zero", "17.3.refused": None},
        edits=[
            (
                """
                def committable(self):
                    return self._committable
                """,
                """
                def committable(self):
                    return self._committable or 0
                """,
            ),
        ],
    ),
    Wrong(
        "zero_is_nothing",
        believes="Takes 0 for no position",
        fails={"17.3.prefix": "zero"},
        edits=[
            (
                "return self._committable",
                "return self._committable or None",
            ),
        ],
    ),
    Wrong(
        "positions_begun",
        believes="Says what has begun",
        fails={"17.3.prefix": "begun", "17.3.refused": None},
        edits=[
            (
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                """,
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                self._committable = next_position
                """,
            ),
        ],
    ),
    Wrong(
        "positions_by_number",
        believes="Takes them in the order of their numbers",
        fails={"17.3.prefix": "by-number", "17.3.counts": None},
        edits=[
            (
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                """,
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                self._line = deque(sorted(self._line))
                """,
            ),
        ],
    ),
    Wrong(
        "positions_highest",
        believes="Commits whatever finishes",
        fails={"17.3.prefix": "highest", "17.3.counts": None, "17.3.refused": None, "17.3.held": "wrong"},
    ),
    Wrong(
        "positions_one_step",
        believes="Takes one off at a time",
        fails={"17.3.prefix": "one-step", "17.3.counts": None, "17.3.held": None},
        edits=[
            (
                """
                while self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[1]
                """,
                """
                if self._line and self._line[0][0] not in self._unfinished:
                    self._committable = self._line.popleft()[1]
                """,
            ),
        ],
    ),
    Wrong(
        "positions_fall_back",
        believes="Forgets what could be committed when something begins",
        fails={"17.3.prefix": "falls-back", "17.3.refused": None},
        edits=[
            (
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                """,
                """
                self._unfinished.add(position)
                self._line.append((position, next_position))
                self._committable = None
                """,
            ),
        ],
    ),
    Wrong(
        "positions_once_for_all",
        believes="Remembers for ever what has finished",
        fails={"17.3.prefix": "once-for-all", "17.3.counts": None, "17.3.held": "kept"},
    ),
    Wrong(
        "positions_no_new_life",
        believes="Refuses a position that has finished",
        fails={"17.3.prefix": None, "17.3.counts": None, "17.3.refused": "new-life-refused", "17.3.held": "kept"},
        edits=[
            (
                """
                if position in self._unfinished:
                    raise InvalidArgumentError(f"position {position} begins again, and has not finished")
                """,
                """
                if position in self.__dict__.setdefault("seen", set()):
                    raise InvalidArgumentError(position)
                self.seen.add(position)
                """,
            ),
        ],
    ),
    Wrong(
        "positions_method",
        believes="Writes a method where the task says property",
        fails={"17.3.counts": "no-property", "17.3.refused": None},
        edits=[
            (
                """
                @property
                def unfinished(self):
                """,
                "def unfinished(self):",
            ),
        ],
    ),
    Wrong(
        "positions_len_unfinished",
        believes="Counts the unfinished ones alone",
        fails={"17.3.counts": "len-unfinished", "17.3.refused": "wrong-anyway"},
        edits=[
            ("return len(self._line)", "return len(self._unfinished)"),
        ],
    ),
    Wrong(
        "positions_keep_all",
        believes="Keeps every message",
        fails={"17.3.counts": "never-forgotten", "17.3.refused": None, "17.3.held": "kept"},
    ),
    Wrong(
        "positions_unfinished_len",
        believes="Says the length of the line twice",
        fails={"17.3.counts": "unfinished-len", "17.3.refused": None},
        edits=[
            ("return len(self._unfinished)", "return len(self._line)"),
        ],
    ),
    Wrong(
        "positions_begin_again",
        believes="Lets a position begin twice",
        fails={"17.3.refused": "begins-again"},
        edits=[
            (
                """
                if position in self._unfinished:
                    raise InvalidArgumentError(f"position {position} begins again, and has not finished")
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "positions_finish_quietly",
        believes="Passes over what has not begun",
        fails={"17.3.refused": "finishes-again"},
        edits=[
            (
                """
                if position not in self._unfinished:
                    raise InvalidArgumentError(f"position {position} finishes, and has not begun")
                """,
                """
                if position not in self._unfinished:
                    return
                """,
            ),
        ],
    ),
    Wrong(
        "positions_key_error",
        believes="Lets the set raise its KeyError",
        fails={"17.3.refused": "other-error"},
        edits=[
            (
                """
                if position not in self._unfinished:
                    raise InvalidArgumentError(f"position {position} finishes, and has not begun")
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "positions_half_changed",
        believes="Changes first, and asks then",
        fails={"17.3.refused": "half-changed"},
        edits=[
            (
                """
                if position in self._unfinished:
                    raise InvalidArgumentError(f"position {position} begins again, and has not finished")
                self._unfinished.add(position)
                self._line.append((position, next_position))
                """,
                """
                self._line.append((position, next_position))
                if position in self._unfinished:
                    raise InvalidArgumentError(position)
                self._unfinished.add(position)
                """,
            ),
        ],
    ),
    Wrong(
        "refused_and_noted",
        believes="Notes where reading goes on before it refuses",
        fails={"17.3.refused": "half-changed"},
    ),
]

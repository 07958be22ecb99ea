"""Misconceptions about task 16.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "missing_moves",
        believes="Changes the lines before it looks whether the key is there",
        fails={"16.6.lines": "missing-moves"},
        edits=[
            (
                "return self._use(key, self.often[key] if key in self.often else self.new[key])",
                """
                if key not in self.often and self.new:
                    self.new.move_to_end(key if key in self.new else next(iter(self.new)))
                return self._use(key, self.often[key] if key in self.often else self.new[key])
                """,
            ),
        ],
    ),
    Wrong(
        "newcomers_in_the_class",
        believes="Keeps newcomers in the class",
        fails={"16.6.lines": "shared"},
        edits=[
            (
                "self.new, self.often = OrderedDict(), OrderedDict()",
                "TwoLines.new, self.often = OrderedDict(), OrderedDict()",
            ),
        ],
    ),
    Wrong(
        "one_line",
        believes="Keeps all in one line, the least recently used first",
        fails={"16.6.lines": "one-line"},
    ),
    Wrong(
        "get_looks",
        believes="Looks a value up, and moves nothing",
        fails={"16.6.lines": "get-no-use"},
        edits=[
            (
                "return self._use(key, self.often[key] if key in self.often else self.new[key])",
                "return self.often[key] if key in self.often else self.new[key]",
            ),
        ],
    ),
    Wrong(
        "put_replaces",
        believes="Puts a new value in the place of the old one",
        fails={"16.6.lines": "put-no-use"},
        edits=[
            ("self._use(key, value)", "(self.new if key in self.new else self.often)[key] = value"),
        ],
    ),
    Wrong(
        "regulars_without_end",
        believes="Lets everybody be a regular",
        fails={"16.6.lines": "too-many"},
        edits=[
            ("if len(self.often) > self.regulars:", "if len(self.often) > self.places:"),
        ],
    ),
    Wrong(
        "one_regular_too_many",
        believes="Lets one go back when there are two too many",
        fails={"16.6.lines": "too-many"},
        edits=[
            ("if len(self.often) > self.regulars:", "if len(self.often) > self.regulars + 1:"),
        ],
    ),
    Wrong(
        "regulars_leave",
        believes="Lets the first regular leave, if there is one",
        fails={"16.6.lines": "regulars-leave"},
        edits=[
            ("self.new.popitem(last=False)", "(self.often or self.new).popitem(last=False)"),
        ],
    ),
    Wrong(
        "regular_thrown_out",
        believes="Lets the first regular leave for a new one",
        fails={"16.6.lines": "thrown-out"},
        edits=[
            ("self.new[back] = its_value", ""),
        ],
    ),
    Wrong(
        "full_is_too_full",
        believes="Lets somebody leave when all places are taken",
        fails={"16.6.lines": "too-few"},
        edits=[
            ("if len(self.new) + len(self.often) > self.places:", "if len(self.new) + len(self.often) >= self.places:"),
        ],
    ),
    Wrong(
        "places_for_newcomers",
        believes="Counts the newcomers alone",
        fails={"16.6.lines": "too-full"},
        edits=[
            ("if len(self.new) + len(self.often) > self.places:", "if len(self.new) > self.places:"),
        ],
    ),
    Wrong(
        "regular_stays",
        believes="Leaves a regular at its place in the line",
        fails={"16.6.lines": "regular-stays"},
        edits=[
            ("self.often.move_to_end(key)", ""),
        ],
    ),
    Wrong(
        "back_in_front",
        believes="Lets a regular go back to the front",
        fails={"16.6.lines": "back-in-front"},
        edits=[
            (
                "self.new[back] = its_value",
                """
                self.new[back] = its_value
                self.new.move_to_end(back, last=False)
                """,
            ),
        ],
    ),
    Wrong(
        "old_value",
        believes="Keeps the value that came first",
        fails={"16.6.lines": "told-wrong"},
        edits=[
            ("self._use(key, value)", "self.get(key)"),
        ],
    ),
    Wrong(
        "get_gives_none",
        believes="Gives None for a key that is not there",
        fails={"16.6.lines": "told-wrong"},
        edits=[
            (
                "return self._use(key, self.often[key] if key in self.often else self.new[key])",
                """
                if key in self.often or key in self.new:
                    return self._use(key, self.often[key] if key in self.often else self.new[key])
                """,
            ),
        ],
    ),
]

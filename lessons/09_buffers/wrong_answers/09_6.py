"""Misconceptions about task 09.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "shed_for_all",
        believes="Keeps the items in the class",
        fails={"09.6.shed": "shared"},
    ),
    Wrong(
        "shed_one_by_one",
        believes="Gives items one by one",
        fails={"09.6.shed": "no-list"},
        edits=[
            (
                "return batch",
                "return iter(batch)",
            ),
        ],
    ),
    Wrong(
        "shed_says_nothing",
        believes="Does not say what became of the item",
        fails={"09.6.shed": "no-answer"},
        edits=[
            (
                "return number in self.inside",
                "",
            ),
        ],
    ),
    Wrong(
        "shed_has_no_worth_below_zero",
        believes="Takes worths for lengths",
        fails={"09.6.shed": "below-zero"},
        edits=[
            (
                "insort(self.ranks, (worth, -number))",
                "insort(self.ranks, (max(worth, 0), -number))",
            ),
            (
                "del self.ranks[bisect_left(self.ranks, (worth, -number))]",
                "del self.ranks[bisect_left(self.ranks, (max(worth, 0), -number))]",
            ),
        ],
    ),
    Wrong(
        "shed_skips_falsy_items",
        believes="Takes a falsy item for none",
        fails={"09.6.shed": "falsy"},
        edits=[
            (
                "batch.append(item)",
                "batch += [item] if item else []",
            ),
        ],
    ),
    Wrong(
        "shed_finds_by_item",
        believes="Knows an item by its value",
        fails={"09.6.shed": "equal", "09.6.looks": "offer-asks-all"},
    ),
    Wrong(
        "shedder_looks_for_the_item",
        believes="Looks whether the item is the newest inside",
        fails={"09.6.shed": "equal"},
        edits=[
            (
                "return number in self.inside",
                "return next(reversed(self.inside.values()))[0] is item",
            ),
        ],
    ),
    Wrong(
        "shed_keeps_ranks",
        believes="Lets the rank of what was taken stand",
        fails={"09.6.shed": "ghost", "09.6.looks": None},
        edits=[
            (
                "del self.ranks[bisect_left(self.ranks, (worth, -number))]",
                "",
            ),
            (
                "del self.inside[-self.ranks.pop(0)[1]]",
                "self.inside.pop(-self.ranks.pop(0)[1], None)",
            ),
        ],
    ),
    Wrong(
        "shed_newest_first",
        believes="Takes from the wrong end",
        fails={"09.6.shed": "newest-first"},
        edits=[
            (
                "number, (item, worth) = self.inside.popitem(last=False)",
                "number, (item, worth) = self.inside.popitem()",
            ),
        ],
    ),
    Wrong(
        "shed_most_worth_first",
        believes="Gives what is worth most first",
        fails={"09.6.shed": "by-worth"},
    ),
    Wrong(
        "shed_takes_one",
        believes="Gives one item, whatever is asked for",
        fails={"09.6.shed": "not-as-many"},
        edits=[
            (
                "while self.inside and len(batch) < max_items:",
                "if self.inside and max_items:",
            ),
        ],
    ),
    Wrong(
        "shed_one_more",
        believes="Believes itself full with one item more",
        fails={"09.6.shed": "one-more", "09.6.looks": None},
        edits=[
            (
                "if len(self.inside) > self.capacity:",
                "if len(self.inside) > self.capacity + 1:",
            ),
        ],
    ),
    Wrong(
        "shedder_has_two_places",
        believes="Believes that there are two places at least",
        fails={"09.6.shed": "one-more"},
        edits=[
            (
                "if len(self.inside) > self.capacity:",
                "if len(self.inside) > max(2, self.capacity):",
            ),
        ],
    ),
    Wrong(
        "shed_the_strongest",
        believes="Lets the item go that is worth most",
        fails={"09.6.shed": "strongest", "09.6.looks": "other-items"},
        edits=[
            (
                "del self.inside[-self.ranks.pop(0)[1]]",
                "del self.inside[-self.ranks.pop()[1]]",
            ),
        ],
    ),
    Wrong(
        "shed_the_oldest",
        believes="Lets the oldest go, as `drop_oldest` does",
        fails={"09.6.shed": "strongest", "09.6.looks": "other-items"},
        edits=[
            (
                "insort(self.ranks, (worth, -number))",
                "self.ranks.append((worth, -number))",
            ),
            (
                "del self.ranks[bisect_left(self.ranks, (worth, -number))]",
                "self.ranks.pop(0)",
            ),
        ],
    ),
    Wrong(
        "shed_the_newest",
        believes="Turns the new item away",
        fails={"09.6.shed": "turned-away", "09.6.looks": "other-items"},
        edits=[
            (
                "del self.inside[-self.ranks.pop(0)[1]]",
                "del self.inside[-self.ranks.pop(bisect_left(self.ranks, (worth, -number)))[1]]",
            ),
        ],
    ),
    Wrong(
        "shed_makes_room_first",
        believes="Looks for the weakest before the new one is in",
        fails={"09.6.shed": "new-one-in"},
    ),
    Wrong(
        "shed_always_welcome",
        believes="Says True to whoever comes",
        fails={"09.6.shed": "said"},
        edits=[
            (
                "return number in self.inside",
                "return True",
            ),
        ],
    ),
    Wrong(
        "shed_the_elder_of_equals",
        believes="Of equals, lets the one go that came first",
        fails={"09.6.shed": "tie"},
        edits=[
            (
                "insort(self.ranks, (worth, -number))",
                "insort(self.ranks, (worth, number))",
            ),
            (
                "del self.inside[-self.ranks.pop(0)[1]]",
                "del self.inside[self.ranks.pop(0)[1]]",
            ),
            (
                "del self.ranks[bisect_left(self.ranks, (worth, -number))]",
                "del self.ranks[bisect_left(self.ranks, (worth, number))]",
            ),
        ],
    ),
    Wrong(
        "shed_asks_all_who_goes",
        believes="Asks all who is worth least",
        fails={"09.6.looks": "offer-asks-all"},
    ),
    Wrong(
        "shed_sorts",
        believes="Sorts at each offer",
        fails={"09.6.looks": "offer-asks-all"},
        edits=[
            (
                "insort(self.ranks, (worth, -number))",
                """
                self.ranks.append((worth, -number))
                self.ranks.sort()
                """,
            ),
        ],
    ),
    Wrong(
        "shed_asks_all_where_it_is",
        believes="Looks for a rank from the first on",
        fails={"09.6.looks": "take-asks-all"},
        edits=[
            (
                "del self.ranks[bisect_left(self.ranks, (worth, -number))]",
                "self.ranks.remove((worth, -number))",
            ),
        ],
    ),
    Wrong(
        "shed_remembers",
        believes="Keeps each item that ever came",
        fails={"09.6.looks": "items-held"},
        edits=[
            (
                "self.inside[number] = item, worth",
                """
                self.inside[number] = item, worth
                self.__dict__.setdefault("log", []).append(item)
                """,
            ),
        ],
    ),
    Wrong(
        "shed_in_two_heaps",
        believes="Leaves in a heap what is gone elsewhere",
        fails={"09.6.looks": "worths-held"},
    ),
]

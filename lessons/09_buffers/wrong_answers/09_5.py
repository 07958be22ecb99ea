"""Misconceptions about task 09.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "desk_makes_the_earth_wait",
        believes="Holds back a source that cannot wait",
        fails={"09.5.desk": "earth-waits"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("block", 13, 76),')],
    ),
    Wrong(
        "desk_stops",
        believes="Would rather stop than lose one",
        fails={"09.5.desk": "stops"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("error", 13, 0),')],
    ),
    Wrong(
        "desk_holds_an_hour_and_more",
        believes="Takes a place for each loss that hurts",
        fails={"09.5.desk": "too-long"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("drop_newest", 20, 69),')],
    ),
    Wrong(
        "desk_counts_its_own_step",
        believes="Takes twelve steps of waiting for twelve places",
        fails={"09.5.desk": "too-few"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("drop_newest", 12, 77),')],
    ),
    Wrong(
        "desk_loses_the_strongest",
        believes="Takes the newest for the most important",
        fails={"09.5.desk": "strongest-lost"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("drop_oldest", 13, 76),')],
    ),
    Wrong(
        "desk_guesses",
        believes="Reckons what is lost from the total",
        fails={"09.5.desk": "unmeasured"},
        edits=[('"desk": ("drop_newest", 13, 76),', '"desk": ("drop_newest", 13, 816),')],
    ),
    Wrong(
        "screen_is_stale",
        believes="Gives the screen as many places as the desk",
        fails={"09.5.screen": "stale"},
        edits=[('"screen": ("drop_oldest", 1, 242),', '"screen": ("drop_oldest", 13, 76),')],
    ),
    Wrong(
        "screen_stops",
        believes="Does not expect two in one step",
        fails={"09.5.screen": "stops"},
        edits=[('"screen": ("drop_oldest", 1, 242),', '"screen": ("error", 1, 0),')],
    ),
    Wrong(
        "screen_shows_the_first",
        believes="Turns away what is newest",
        fails={"09.5.screen": "first"},
        edits=[('"screen": ("drop_oldest", 1, 242),', '"screen": ("drop_newest", 1, 242),')],
    ),
    Wrong(
        "screen_does_not_count",
        believes="Counts nothing as lost that was accepted",
        fails={"09.5.screen": "unmeasured"},
        edits=[('"screen": ("drop_oldest", 1, 242),', '"screen": ("drop_oldest", 1, 0),')],
    ),
    Wrong(
        "archive_drops",
        believes="Has room enough this week",
        fails={"09.5.archive": "drops"},
        edits=[('"archive": ("error", 89, 0),', '"archive": ("drop_newest", 89, 0),')],
    ),
    Wrong(
        "archive_makes_the_earth_wait",
        believes="Waits rather than loses",
        fails={"09.5.archive": "earth-waits"},
        edits=[('"archive": ("error", 89, 0),', '"archive": ("block", 89, 0),')],
    ),
    Wrong(
        "archive_is_small",
        believes="Takes the places for what has to be held after a step",
        fails={"09.5.archive": "too-few"},
        edits=[('"archive": ("error", 89, 0),', '"archive": ("error", 88, 0),')],
    ),
    Wrong(
        "archive_is_large",
        believes="Is on the safe side",
        fails={"09.5.archive": "too-many"},
        edits=[('"archive": ("error", 89, 0),', '"archive": ("error", 1000, 0),')],
    ),
    Wrong(
        "archive_does_not_measure",
        believes="Something is always lost",
        fails={"09.5.archive": "unmeasured"},
        edits=[('"archive": ("error", 89, 0),', '"archive": ("error", 89, 1),')],
    ),
]

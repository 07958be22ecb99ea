import math
from itertools import islice
from maif_course.checks import graded

def look_back(times, length, lateness):
    """The rows found slowly: for each item, look back at every item before it."""
    watermark = [max(times[:n], default=-math.inf) - lateness for n in range(len(times) + 1)]
    placed = [(time, (time // length + 1) * length, mark) for time, mark in zip(times, watermark)]
    rows = [(f"{end - length}-{end}", [time for time, e, mark in placed if mark < e == end],
             next((n for n, mark in enumerate(watermark) if mark >= end), len(times)))
            for end in sorted({end for _, end, mark in placed if mark < end})]
    return rows + [("late", [time for time, end, mark in placed if end <= mark])]

def delayed_days(rng):
    return sorted(range(40), key=lambda day: day + rng.choice((0, 0, 1, 4, 25)))

def when(got, want):
    return [(g[2], w[2]) for g, w in zip(got[:-1], want[:-1]) if g[0] == w[0]]

@graded("07.3.late", piece="time_windows", points=2, title="Only an item whose window has closed is late",
    hints=("Two times could decide: the item's own, or the end of its window. Which one has the watermark passed?",
           "Find the line that leads to `on_late`. What does it compare with the watermark?",
           "Late means `start + length <= watermark`, with `start` the start of the item's window."),
    causes={  # the first that holds is shown; a wrong answer exists for each
        "opened-again": ("A closed window came out twice. Is a late item turned away? Can the watermark go back?",
            lambda got, want: len({row[0] for row in got}) < len(got)),
        "late-lost": ("Late items vanished: `on_late` was never called.",
            lambda got, want: got[:-1] == want[:-1] and not got[-1][1]),
        "closed-early": ("A window closed before the watermark reached its end. Is `lateness` taken off?",
            lambda got, want: any(g < w for g, w in when(got, want))),
        "held": ("A window stayed open although the watermark had reached its end.",
            lambda got, want: any(g > w for g, w in when(got, want))),
        "own-time": ("An item went to `on_late` while its window was open. You probably compare the\n"
                     "item's own time with the watermark; what counts is the end of its window.",
            lambda got, want: set(got[-1][1]) > set(want[-1][1])),
    })
def late(time_windows, trial):
    for times in trial.cases([2, 11, 7, 13, 12, 9, 27], draw=delayed_days):  # the telling case, then seeded ones
        source, late = trial.source(times), []
        rows = [(f"{window.start}-{window.end}", window.items, source.pulled)
                for window in time_windows(source, 10, timestamp=int, lateness=3, on_late=late.append)]
        trial.compare(f"time_windows({times}, 10, timestamp=int, lateness=3, on_late=late.append)",
                      ("window", "items", "pulled"), got=rows + [("late", late)], want=look_back(times, 10, 3))


@graded("07.3.soon", piece="time_windows", points=2, title="A window comes out with the item that closes it",
    hints=("When does your code look at the windows that could be finished: at each item, or at the end?",
           "Look at what happens between two items: which windows does the new watermark finish?",
           "After `watermark = max(...)`, yield each window whose `start + length <= watermark`, earliest first."),
    causes={
        "next-item": ("A window came out an item late. Does your code look for finished windows after it has "
                      "moved the watermark, and with `<=`?",
            lambda got, want: any(g[1] > w[1] for g, w in zip(got, want))),
    })
def soon(time_windows, trial):
    source = trial.endless(range(0, 40, 4))
    windows = time_windows(source, 10, timestamp=int)
    rows = [(f"{window.start}-{window.end}", source.pulled) for window in islice(windows, 3)]
    trial.compare("time_windows(itertools.cycle(range(0, 40, 4)), 10, timestamp=int)", ("window", "pulled"), got=rows,
                  want=[("0-10", 4), ("10-20", 6), ("20-30", 9)])


@graded("07.3.held", piece="time_windows", points=1, title="Only open windows are held",
    hints=("Which items can still change a window?",
           "What becomes of a window's items after it was yielded?",
           "Take the window out of your dictionary as you yield it: `waiting.pop(start)`."),
    causes={
        "kept": ("Items of windows that had closed were still held: memory grows with the stream.",
            lambda got, want: got[1][1] > got[0][1]),
    })
def held(time_windows, trial):
    def most_held(size):
        gauge = trial.held()
        for window in time_windows(gauge.items(range(size)), 10, timestamp=int):
            del window
        return gauge.most

    rows = trial.growing(most_held)
    trial.compare("time_windows(range(size), 10, timestamp=int)", ("size", "held at most"), got=rows,
                  want=[(size, min(most, 21)) for size, most in rows])

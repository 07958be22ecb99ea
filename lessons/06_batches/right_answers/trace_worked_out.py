"""Adds 30 to the second in which each oldest item came."""

TASK = "06.1"


came = {"D": 25, "F": 60}
trace = [(20, "ABC"), (came["D"] + 30, "DE"), (came["F"] + 30, "FG"), (100, "H")]

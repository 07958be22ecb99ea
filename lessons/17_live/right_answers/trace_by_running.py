"""Plays the calls, and lets the machine count."""

TASK = "17.1"


def after(calls, made, goes_on, again=True):
    written = [name for kind, name in calls[:made] if kind == "write"]
    at = next((name for kind, name in reversed(calls[:made]) if kind == "commit"), "@")
    rest = [name for name in "ABCD" if name > at]
    return "".join(written + [name for name in rest if again or name not in written])


def alternately(first, second):
    return [(kind, name) for name in "ABCD" for kind in (first, second)]


twos = [("write", "A"), ("write", "B"), ("commit", "B")]
sides = [("write", "B"), ("commit", "B"), ("write", "A")]
trace = {
    "commits first": tuple(after(alternately("commit", "write"), made, "") for made in (2, 3)),
    "writes first": tuple(after(alternately("write", "commit"), made, "") for made in (2, 3)),
    "in twos": tuple(after(twos, made, "") for made in (2, 3)),
    "remembers": tuple(after(alternately("write", "commit"), made, "", again=False) for made in (2, 3)),
    "side by side": tuple(after(sides, made, "") for made in (2, 3)),
}

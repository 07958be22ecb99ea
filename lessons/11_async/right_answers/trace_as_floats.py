"""Writes the minutes as the clock has them."""

TASK = "11.1"

trace = (
    [0.0, "both called"],
    [0.0, "Ben sits down"],
    [0.0, "Ada sits down"],
    [1.0, "Ben gets up"],
    [1.0, "Ben awaited"],
    [2.0, "Ada gets up"],
    [2.0, "Ada awaited"],
)

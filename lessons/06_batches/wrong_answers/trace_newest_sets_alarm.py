"""Has every item set the alarm anew."""

TASK, FAILS, CAUSE = "06.1", {"06.1.moments"}, "newest"


trace = [
    (20, "ABC"),
    (70, "DEF"),
    (119, "GH"),
]

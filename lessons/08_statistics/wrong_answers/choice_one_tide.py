"""Takes one tide for long enough to be rid of it."""

TASK, FAILS, CAUSE = "08.5", {"08.5.promises"}, "restless"

choice = {"halflife": 14, "calm": 0.0439, "quick": 14}

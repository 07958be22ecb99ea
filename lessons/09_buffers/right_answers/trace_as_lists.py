"""Writes lists, with a letter each."""

TASK = "09.1"

trace = {
    "block": [list("ABCD"), list("EF"), []],
    "drop_newest": [list("ABCE"), ["G"], list("DFH")],
    "drop_oldest": [list("ACEG"), ["H"], list("BDF")],
}

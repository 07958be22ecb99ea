"""Adds the slope, whichever way the marker goes."""

TASK, FAILS, CAUSE = "08.6", {"08.6.straight"}, "upwards"
INSTEAD_OF = "height + step * (rise if"
WRITES = "height + (rise if"

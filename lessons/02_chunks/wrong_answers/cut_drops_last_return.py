"""Sets a carriage return aside, and forgets it at the end."""

TASK, FAILS, CAUSE = "02.3", {"02.3.returns"}, "return-lost"
INSTEAD_OF = "[*held, carriage_return]"
WRITES = "held"

"""Says what went wrong, and nothing when all went well."""

TASK, FAILS, CAUSE = "09.2", {"09.2.full"}, "no-answer"
INSTEAD_OF = "        return True\n"
WRITES = ""

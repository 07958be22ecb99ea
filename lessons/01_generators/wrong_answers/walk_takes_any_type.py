"""Never looks at the type, and takes what lies behind the blocks for one."""

TASK, FAILS, CAUSE = "01.2", {"01.2.ends"}, "unknown-type"
INSTEAD_OF = "if kind not in KNOWN_TYPES and not any_type"
WRITES = "if not kind"

"""Looks at the earliest window alone."""

TASK, FAILS = "07.3", {"07.3.late", "07.3.soon"}
CAUSE = {"07.3.late": "stays-open", "07.3.soon": "one-an-item"}
INSTEAD_OF = "for span in sorted(span for span in waiting if span[1] <= watermark):"
WRITES = "for span in sorted(span for span in waiting if span[1] <= watermark)[:1]:"

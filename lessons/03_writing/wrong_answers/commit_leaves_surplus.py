"""Repairs the order, and leaves the old bytes behind the footer."""

TASK, FAILS, CAUSE = "03.5", {"03.5.calm"}, "surplus"


def commit(output, footer_at, footer, header):
    output.write_at(footer_at, footer)
    output.sync()
    output.write_at(0, header)
    output.sync()

"""Writes in the order of the file."""

TASK, FAILS, CAUSE = "03.5", {"03.5.power"}, "lie"


def commit(output, footer_at, footer, header):
    output.write_at(0, header)
    output.sync()
    output.write_at(footer_at, footer)
    output.finish(footer_at + len(footer))
    output.sync()

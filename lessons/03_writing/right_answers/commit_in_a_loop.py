"""Writes both in a loop that syncs."""

TASK = "03.5"


def commit(output, footer_at, footer, header):
    end = footer_at + len(footer)
    for position, part in ((footer_at, footer), (0, header)):
        output.write_at(position, part)
        output.finish(end)
        output.sync()

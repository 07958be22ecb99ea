"""Finishes the file, and leaves the header to the caller."""

TASK, FAILS, CAUSE = "03.5", {"03.5.calm", "03.5.power"}, {"03.5.calm": "no-header", "03.5.power": "never-whole"}


def commit(output, footer_at, footer, header):
    output.write_at(footer_at, footer)
    output.finish(footer_at + len(footer))
    output.sync()

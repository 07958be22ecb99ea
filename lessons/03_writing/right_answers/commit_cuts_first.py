"""Sets the size first, and syncs after every write."""

TASK = "03.5"


def commit(output, footer_at, footer, header):
    output.finish(footer_at + len(footer))
    output.sync()
    output.write_at(footer_at, footer)
    output.sync()
    output.write_at(0, header)
    output.sync()

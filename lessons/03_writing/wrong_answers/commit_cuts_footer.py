"""Takes the place of the footer for the end of the file."""

TASK, FAILS, CAUSE = "03.5", {"03.5.calm", "03.5.power"}, {"03.5.calm": "cut-off", "03.5.power": "never-whole"}


def commit(output, footer_at, footer, header):
    output.write_at(footer_at, footer)
    output.finish(footer_at)
    output.sync()
    output.write_at(0, header)
    output.sync()

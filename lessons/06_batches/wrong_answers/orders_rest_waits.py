"""Has the rest wait until it is due."""

TASK, FAILS, CAUSE = "06.4", {"06.4.end"}, "waited"
INSTEAD_OF = "    while rest := core.flush():"
WRITES = """    if len(core):
        clock.sleep(core.next_due() - clock.monotonic())
    while rest := core.flush():"""

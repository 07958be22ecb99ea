"""Misconceptions about task 03.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "commit_leaves_surplus",
        believes="Repairs the order, and leaves the old bytes behind the footer",
        fails={"03.5.calm": "surplus", "03.5.power": "never-whole"},
        edits=[("output.finish(footer_at + len(footer))", "")],
    ),
    Wrong(
        "commit_cuts_footer",
        believes="Takes the place of the footer for the end of the file",
        fails={"03.5.calm": "cut-off", "03.5.power": "never-whole"},
        edits=[("output.finish(footer_at + len(footer))", "output.finish(footer_at)")],
    ),
    Wrong(
        "commit_without_header",
        believes="Finishes the file, and leaves the header to the caller",
        fails={"03.5.calm": "no-header", "03.5.power": "never-whole"},
        edits=[
            (
                """
                output.write_at(0, header)
                output.sync()
                """,
                "",
            )
        ],
    ),
    Wrong(
        "commit_without_footer",
        believes="Makes room for the footer, and writes none",
        fails={"03.5.calm": "no-footer", "03.5.power": "never-whole"},
        edits=[
            (
                "output.write_at(footer_at, footer)",
                "",
            ),
        ],
    ),
    Wrong(
        "commit_empties_the_file",
        believes="Cuts off everything, to be sure that nothing is left behind the footer",
        fails={"03.5.calm": "no-blocks", "03.5.power": "never-whole"},
        edits=[("output.write_at(footer_at, footer)", "output.finish(0)\noutput.write_at(footer_at, footer)")],
    ),
    Wrong(
        "commit_without_last_sync",
        believes="Syncs what the header promises, and not the header",
        fails={"03.5.power": "not-durable"},
        edits=[
            (
                """
                output.write_at(0, header)
                output.sync()
                """,
                "output.write_at(0, header)",
            )
        ],
    ),
    Wrong(
        "commit_finishes_last",
        believes="Cuts the file when all is written",
        fails={"03.5.power": "not-durable"},
        edits=[
            ("output.finish(footer_at + len(footer))", ""),
            (
                "output.write_at(0, header)\noutput.sync()",
                "output.write_at(0, header)\noutput.sync()\noutput.finish(footer_at + len(footer))",
            ),
        ],
    ),
    Wrong(
        "commit_header_first",
        believes="Writes in the order of the file",
        fails={"03.5.power": "lie"},
        edits=[
            (
                "output.write_at(footer_at, footer)",
                """
                output.write_at(0, header)
                output.sync()
                output.write_at(footer_at, footer)
                """,
            ),
            (
                """
                output.write_at(0, header)
                output.sync()
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "commit_one_sync",
        believes="Trusts that the disk keeps the order of the calls",
        fails={"03.5.power": "lie"},
        edits=[
            (
                """
                output.finish(footer_at + len(footer))
                output.sync()
                """,
                "output.finish(footer_at + len(footer))",
            )
        ],
    ),
    Wrong(
        "commit_finishes_behind_the_header",
        believes="Syncs the footer, and leaves the size of the file for later",
        fails={"03.5.power": "lie"},
        edits=[
            ("output.finish(footer_at + len(footer))", ""),
            (
                "output.write_at(0, header)\noutput.sync()",
                "output.write_at(0, header)\noutput.finish(footer_at + len(footer))\noutput.sync()",
            ),
        ],
    ),
]

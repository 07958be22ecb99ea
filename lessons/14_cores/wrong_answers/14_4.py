"""Misconceptions about task 14.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "lines_as_text",
        believes="Decodes the lines",
        fails={"14.4.lines": "no-bytes"},
        edits=[
            ("yield line", "yield line.decode()"),
        ],
    ),
    Wrong(
        "lines_beyond_the_end",
        believes="Does not think of the end of the file",
        fails={"14.4.lines": "nothing-read", "14.4.bytes": None},
    ),
    Wrong(
        "lines_blank_ends",
        believes="Takes a blank line for the end",
        fails={"14.4.lines": "blank-lost"},
        edits=[
            (
                "while file.tell() < end and (line := file.readline()):",
                "while file.tell() < end and (line := file.readline()).strip():",
            ),
        ],
    ),
    Wrong(
        "lines_first_lost",
        believes="Skips a line in every part",
        fails={"14.4.lines": "first-lost", "14.4.bytes": None},
        edits=[
            (
                """
                if begin:
                    file.seek(begin - 1)
                    file.readline()  # what is left of a line that began before; its newline alone, where one begins here
                else:
                    file.seek(0)
                """,
                """
                file.seek(max(begin - 1, 0))
                file.readline()
                """,
            ),
        ],
    ),
    Wrong(
        "lines_from_where_it_stood",
        believes="Seeks nowhere in the first part",
        fails={"14.4.lines": "where-it-stood"},
        edits=[
            (
                """
                if begin:
                    file.seek(begin - 1)
                    file.readline()  # what is left of a line that began before; its newline alone, where one begins here
                else:
                    file.seek(0)
                """,
                """
                if begin:
                    file.seek(begin - 1)
                    file.readline()
                """,
            ),
        ],
    ),
    Wrong(
        "lines_end_at_returns",
        believes="Takes a carriage return for the end of a line",
        fails={"14.4.lines": "carriage"},
        edits=[
            (
                "file.readline()  # what is left of a line that began before; its newline alone, where one begins here",
                """
                if file.read(1) not in b"\\r\\n":
                    file.readline()
                """,
            ),
        ],
    ),
    Wrong(
        "lines_skip_a_page",
        believes="Reads 4,096 bytes away at most",
        fails={"14.4.lines": "torn"},
        edits=[
            (
                "file.readline()  # what is left of a line that began before; its newline alone, where one begins here",
                "file.readline(4096)",
            ),
        ],
    ),
    Wrong(
        "lines_torn",
        believes="Begins in the middle of a line",
        fails={"14.4.lines": "torn", "14.4.bytes": None},
        edits=[
            (
                """
                if begin:
                    file.seek(begin - 1)
                    file.readline()  # what is left of a line that began before; its newline alone, where one begins here
                else:
                    file.seek(0)
                """,
                "file.seek(begin)",
            ),
        ],
    ),
    Wrong(
        "lines_cut_at_end",
        believes="Reads no byte after the end",
        fails={"14.4.lines": "torn"},
        edits=[
            (
                "while file.tell() < end and (line := file.readline()):",
                "while file.tell() < end and (line := file.readline(end - file.tell())):",
            ),
        ],
    ),
    Wrong(
        "lines_stripped",
        believes="Strips newlines",
        fails={"14.4.lines": "stripped"},
        edits=[
            ("yield line", 'yield line.rstrip(b"\\n")'),
        ],
    ),
    Wrong(
        "lines_part_before",
        believes="Gives a line at a border to the part before",
        fails={"14.4.lines": "part-before", "14.4.bytes": "nothing"},
        edits=[
            ("file.seek(begin - 1)", "file.seek(begin)"),
            (
                "while file.tell() < end and (line := file.readline()):",
                "while file.tell() <= end and (line := file.readline()):",
            ),
        ],
    ),
    Wrong(
        "lines_border_lost",
        believes="Skips from `begin` on",
        fails={"14.4.lines": "border-lost", "14.4.bytes": "nothing"},
        edits=[
            ("file.seek(begin - 1)", "file.seek(begin)"),
        ],
    ),
    Wrong(
        "lines_border_twice",
        believes="Takes the line that begins at the end as well",
        fails={"14.4.lines": "border-twice", "14.4.bytes": "one-more"},
        edits=[
            (
                "while file.tell() < end and (line := file.readline()):",
                "while file.tell() <= end and (line := file.readline()):",
            ),
        ],
    ),
    Wrong(
        "lines_end_lost",
        believes="Leaves out a line that reaches over the end",
        fails={"14.4.lines": "end-lost", "14.4.bytes": None},
        edits=[
            (
                "yield line",
                """
                if file.tell() <= end:
                    yield line
                """,
            ),
        ],
    ),
    Wrong(
        "lines_shared",
        believes="Keeps its place in an attribute of the function",
        fails={"14.4.lines": "shared"},
    ),
    Wrong(
        "lines_from_the_start",
        believes="Reads the file from its start",
        fails={"14.4.bytes": "from-the-start"},
    ),
    Wrong(
        "lines_all_first",
        believes="Gathers the lines of a part",
        fails={"14.4.bytes": "all-first"},
    ),
    Wrong(
        "lines_to_the_end",
        believes="Reads on to the end of the file",
        fails={"14.4.bytes": "to-the-end"},
    ),
    Wrong(
        "lines_look_two_back",
        believes="Looks at the two bytes before its part",
        fails={"14.4.bytes": "too-low"},
        edits=[
            (
                "file.seek(begin - 1)",
                """
                file.seek(max(begin - 2, 0))
                file.read(min(begin - 1, 1))
                """,
            ),
        ],
    ),
    Wrong(
        "lines_one_more",
        believes="Reads a line to see that it is too much",
        fails={"14.4.bytes": "one-more"},
    ),
]

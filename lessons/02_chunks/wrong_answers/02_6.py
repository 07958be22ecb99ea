"""Misconceptions about task 02.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "last_lines_of_everything",
        believes="Reads the whole file, and takes the end of it",
        fails={"02.6.behind": "from-the-front"},
        edits=[
            (
                """
                while position and tail[:-1].count(b"\\n") < count:
                    start = max(0, position - chunk)
                    tail = read_at(start, position - start) + tail
                    position = start
                """,
                "tail = read_at(0, size)",
            ),
        ],
    ),
    Wrong(
        "last_lines_in_chunks",
        believes="Goes through the file in chunks, from its beginning",
        fails={"02.6.behind": "from-the-front"},
        edits=[
            (
                """
                while position and tail[:-1].count(b"\\n") < count:
                    start = max(0, position - chunk)
                    tail = read_at(start, position - start) + tail
                    position = start
                """,
                """
                for start in range(0, size, chunk):
                    tail += read_at(start, min(chunk, size - start))
                """,
            ),
        ],
    ),
    Wrong(
        "last_lines_reads_first",
        believes="Reads a piece before asking whether one is needed",
        fails={"02.6.behind": "needless"},
        edits=[
            (
                """
                while position and tail[:-1].count(b"\\n") < count:
                    start = max(0, position - chunk)
                    tail = read_at(start, position - start) + tail
                    position = start
                """,
                """
                while True:
                    start = max(0, position - chunk)
                    tail = read_at(start, position - start) + tail
                    position = start
                    if not position or tail[:-1].count(b"\\n") >= count:
                        break
                """,
            ),
        ],
    ),
    Wrong(
        "last_lines_of_nothing",
        believes="Takes what splitting nothing gives for a line",
        fails={"02.6.behind": "no-line"},
        edits=[
            ("if not lines[-1]:", "if len(lines) > 1 and not lines[-1]:"),
        ],
    ),
    Wrong(
        "last_lines_before_the_file",
        believes="Forgets that the piece at the front may be shorter",
        fails={"02.6.behind": "before-the-file"},
        edits=[
            ("start = max(0, position - chunk)", "start = position - chunk"),
            (
                'while position and tail[:-1].count(b"\\n") < count:',
                'while position > 0 and tail[:-1].count(b"\\n") < count:',
            ),
        ],
    ),
    Wrong(
        "last_lines_doubles",
        believes="Doubles the piece each time",
        fails={"02.6.behind": "pieces"},
        edits=[
            ("position = start", "position, chunk = start, 2 * chunk"),
        ],
    ),
    Wrong(
        "last_lines_counts_the_end",
        believes="Counts the newline that ends the last line",
        fails={"02.6.behind": "cut"},
        edits=[
            ('while position and tail[:-1].count(b"\\n") < count:', 'while position and tail.count(b"\\n") < count:'),
        ],
    ),
    Wrong(
        "last_lines_counts_parts",
        believes="Takes the part of a line for a line",
        fails={"02.6.behind": "cut"},
        edits=[
            (
                'while position and tail[:-1].count(b"\\n") < count:',
                'while position and len(tail.removesuffix(b"\\n").split(b"\\n")) < max(count, 1):',
            ),
        ],
    ),
    Wrong(
        "last_lines_reads_on",
        believes="Counts one newline more than it needs",
        fails={"02.6.behind": "too-far"},
        edits=[
            (
                'while position and tail[:-1].count(b"\\n") < count:',
                'while position and tail.count(b"\\n") < (count and count + 1):',
            ),
        ],
    ),
    Wrong(
        "last_lines_as_text",
        believes="Makes text of what was read",
        fails={"02.6.behind": "as-text"},
        edits=[
            ("return lines[-count:]", "return [line.decode() for line in lines[-count:]]"),
        ],
    ),
    Wrong(
        "last_lines_with_newlines",
        believes="Leaves each line its newline, as a loop over a file does",
        fails={"02.6.behind": "newlines-kept"},
        edits=[
            ("return lines[-count:]", 'return [line + b"\\n" for line in lines[-count:]]'),
        ],
    ),
    Wrong(
        "last_lines_by_splitlines",
        believes="Splits with `splitlines`, which knows more ends of lines",
        fails={"02.6.behind": "carriage-return"},
        edits=[
            (
                """
                lines = tail.split(b"\\n")
                if not lines[-1]:
                    lines.pop()
                """,
                "lines = tail.splitlines()",
            ),
        ],
    ),
    Wrong(
        "last_lines_stripped",
        believes="White space around a line is no part of it",
        fails={"02.6.behind": "stripped"},
        edits=[("return lines[-count:]", "return [line.strip() for line in lines[-count:]]")],
    ),
    Wrong(
        "last_lines_wants_a_newline",
        believes="Takes what has no newline at its end for no line",
        fails={"02.6.behind": "last-lost"},
        edits=[
            (
                """
                if not lines[-1]:
                    lines.pop()
                """,
                "lines.pop()",
            ),
        ],
    ),
    Wrong(
        "last_lines_one_more",
        believes="Takes what is behind the last newline for a line",
        fails={"02.6.behind": "one-more"},
        edits=[
            (
                """
                if not lines[-1]:
                    lines.pop()
                return lines[-count:]
                """,
                "return lines[-count - 1 :] if count and size else []",
            ),
        ],
    ),
    Wrong(
        "last_lines_without_empty_ones",
        believes="Drops empty lines",
        fails={"02.6.behind": "empty-lost"},
        edits=[
            (
                """
                if not lines[-1]:
                    lines.pop()
                """,
                "lines = [line for line in lines if line]",
            ),
        ],
    ),
    Wrong(
        "last_lines_backwards",
        believes="Gives the last line first",
        fails={"02.6.behind": "turned-round"},
        edits=[
            ("return lines[-count:]", "return lines[-count:][::-1]"),
        ],
    ),
]

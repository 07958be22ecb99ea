"""Misconceptions about task 02.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "cut_shares_what_waits",
        believes="Keeps the line that has begun where every call sees it",
        fails={"02.3.lines": "shared", "02.3.returns": "return-ignored"},
    ),
    Wrong(
        "cut_keeps_rest_in_a_default",
        believes="Keeps what waits in a default, for the next call too",
        fails={"02.3.lines": "shared"},
    ),
    Wrong(
        "cut_waits_for_ever",
        believes="Lets nothing go but what is longer than allowed",
        fails={"02.3.lines": "nothing", "02.3.returns": None, "02.3.limit": "total", "02.3.flat": None},
    ),
    Wrong(
        "cut_collects",
        believes="Joins all chunks before it looks for lines",
        fails={"02.3.lines": "all-at-end", "02.3.returns": None, "02.3.limit": "runaway", "02.3.flat": "kept"},
    ),
    Wrong(
        "cut_drops_newlines",
        believes="Splits at newlines, which takes them away",
        fails={"02.3.lines": "newline-lost", "02.3.returns": "return-ignored", "02.3.limit": None, "02.3.flat": "lost"},
    ),
    Wrong(
        "cut_before_newlines",
        believes="Cuts in front of the last newline",
        fails={"02.3.lines": "newline-late", "02.3.returns": None, "02.3.limit": None, "02.3.flat": "lost"},
    ),
    Wrong(
        "cut_nothing",
        believes="Passes the chunks on as they are",
        fails={"02.3.lines": "unfinished", "02.3.returns": "split-pair", "02.3.limit": "one-more", "02.3.flat": "lost"},
    ),
    Wrong(
        "cut_as_texts_are",
        believes="Splits as `str.splitlines` does, which takes a form feed for the end of a line",
        fails={"02.3.lines": "unfinished"},
    ),
    Wrong(
        "cut_a_chunk_late",
        believes="Looks for the lines of a chunk when the next one is there",
        fails={"02.3.lines": "late", "02.3.returns": None, "02.3.limit": None, "02.3.flat": "lost"},
    ),
    Wrong(
        "cut_one_behind",
        believes="Gives a block when the next is there",
        fails={"02.3.lines": "late", "02.3.returns": "late"},
    ),
    Wrong(
        "cut_loses_start",
        believes="Yields what is before the cut, without what waited",
        fails={"02.3.lines": "start-lost", "02.3.returns": "start-lost", "02.3.limit": None, "02.3.flat": "lost"},
        edits=[('yield b"".join([*held, memoryview(chunk)[:cut]])', "yield chunk[:cut]")],
    ),
    Wrong(
        "cut_keeps_held",
        believes="Empties nothing after a cut",
        fails={"02.3.lines": "came-twice", "02.3.returns": "came-twice", "02.3.limit": None, "02.3.flat": "kept"},
        edits=[("held, size = [], 0", "size = 0")],
    ),
    Wrong(
        "cut_at_first",
        believes="Cuts at the first newline of a chunk, and knows only one kind",
        fails={"02.3.lines": "one-line", "02.3.returns": "return-ignored"},
    ),
    Wrong(
        "cut_ends_at_an_empty_chunk",
        believes="Takes a chunk without bytes for the end of the file",
        fails={"02.3.lines": "empty-is-end", "02.3.returns": "empty-is-end"},
        edits=[
            (
                "chunk = carriage_return + chunk",
                """
                if not chunk:
                    break
                chunk = carriage_return + chunk
                """,
            )
        ],
    ),
    Wrong(
        "cut_equal_once",
        believes="Leaves out an airport that is like the one before",
        fails={"02.3.lines": "equal-once", "02.3.limit": None},
    ),
    Wrong(
        "cut_without_zeros",
        believes="Takes zeros at the end of a chunk for filling",
        fails={"02.3.lines": "byte-lost"},
    ),
    Wrong(
        "cut_loses_end",
        believes="Yields only what ends with a newline",
        fails={"02.3.lines": "end-lost", "02.3.returns": "return-lost", "02.3.limit": "discarded"},
        edits=[("yield rest", "return")],
    ),
    Wrong(
        "cut_needs_an_iterator",
        believes="Asks the chunks for the next one, and a list has none",
        fails={"02.3.lines": "raised"},
    ),
    Wrong(
        "cut_between_return_and_feed",
        believes="Takes a carriage return at the end of a chunk for a newline",
        fails={"02.3.returns": "split-pair"},
        edits=[(r'carriage_return = b"\r" if chunk.endswith(b"\r") else b""', 'carriage_return = b""')],
    ),
    Wrong(
        "cut_takes_nothing_for_a_byte",
        believes="Lets a return go as soon as another chunk has come, be it empty",
        fails={"02.3.returns": "empty-is-next"},
    ),
    Wrong(
        "cut_line_feeds_only",
        believes="Knows no newline but the line feed",
        fails={"02.3.returns": "return-ignored"},
    ),
    Wrong(
        "cut_lets_all_returns_wait",
        believes="Sets aside every carriage return at the end of a chunk",
        fails={"02.3.returns": "return-ignored"},
    ),
    Wrong(
        "cut_waits_for_a_newline",
        believes="Lets a carriage return that was no half of a newline wait for the next newline",
        fails={"02.3.returns": "return-ignored"},
    ),
    Wrong(
        "cut_changes_newlines",
        believes="Makes every newline a line feed",
        fails={"02.3.returns": "changed"},
    ),
    Wrong(
        "cut_drops_last_return",
        believes="Sets a carriage return aside, and forgets it at the end",
        fails={"02.3.returns": "return-lost"},
        edits=[('if rest := b"".join([*held, carriage_return]):', 'if rest := b"".join(held):')],
    ),
    Wrong(
        "cut_counts_a_return",
        believes="Counts a carriage return that may be half of a newline",
        fails={"02.3.returns": "return-counted"},
    ),
    Wrong(
        "cut_limit_too_early",
        believes="Gives up a line that is as long as it may be",
        fails={"02.3.returns": "return-counted", "02.3.limit": "too-early"},
        edits=[("if size > max_line:", "if size >= max_line:")],
    ),
    Wrong(
        "cut_discards_long_line",
        believes="Ends without a word at a line that is too long",
        fails={"02.3.limit": "discarded"},
        edits=[
            (
                """
                if size > max_line:
                    break
                """,
                """
                if size > max_line:
                    return
                """,
            )
        ],
    ),
    Wrong(
        "cut_truncates_long_line",
        believes="Gives out as much of a line as is allowed",
        fails={"02.3.limit": "discarded"},
    ),
    Wrong(
        "cut_whole_long_lines",
        believes="Gives up where the lines of a chunk are long, also when they are whole",
        fails={"02.3.limit": "whole-line"},
    ),
    Wrong(
        "cut_counts_all_bytes",
        believes="Counts on when a line has come out",
        fails={"02.3.limit": "total", "02.3.flat": "lost"},
        edits=[("held, size = [], 0", "held = []")],
    ),
    Wrong(
        "cut_goes_on",
        believes="Cuts a long line at the limit, and goes on with the rest of it",
        fails={"02.3.limit": "went-on"},
    ),
    Wrong(
        "cut_asks_chunks_without_lines",
        believes="Asks how long a line is only where its chunk has no newline",
        fails={"02.3.limit": "one-more"},
    ),
    Wrong(
        "cut_without_limit",
        believes="Waits for a newline as long as it takes",
        fails={"02.3.limit": "runaway"},
        edits=[("if size > max_line:", "if max_line < 0:")],
    ),
    Wrong(
        "cut_keeps_the_file",
        believes="Remembers how far it is, in bytes that it never lets go",
        fails={"02.3.flat": "kept"},
    ),
]

"""Misconceptions about task 16.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "shrunk_always",
        believes="Keeps every frame",
        fails={"16.4.shrunk": "always"},
        edits=[
            ("return frame if len(frame) <= 0.9 * len(data) else None", "return frame"),
        ],
    ),
    Wrong(
        "shrunk_any_gain",
        believes="Keeps a frame that saves a byte",
        fails={"16.4.shrunk": "any-gain"},
        edits=[
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return frame if len(frame) < len(data) else None",
            ),
        ],
    ),
    Wrong(
        "shrunk_below",
        believes="Takes at most for less than",
        fails={"16.4.shrunk": "exactly"},
        edits=[
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return frame if len(frame) < 0.9 * len(data) else None",
            ),
        ],
    ),
    Wrong(
        "shrunk_to_nothing",
        believes="Takes an empty frame for none",
        fails={"16.4.shrunk": "exactly"},
        edits=[
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return frame if frame and len(frame) <= 0.9 * len(data) else None",
            ),
        ],
    ),
    Wrong(
        "shrunk_rounds",
        believes="Rounds the limit to whole bytes",
        fails={"16.4.shrunk": "rounded"},
        edits=[
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return frame if len(frame) <= round(0.9 * len(data)) else None",
            ),
        ],
    ),
    Wrong(
        "shrunk_tries_small",
        believes="Compresses first, and looks at the size of the data afterwards",
        fails={"16.4.shrunk": "small-tried"},
        edits=[
            (
                """
                if len(data) < 64:
                    return None
                """,
                "",
            ),
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return frame if 64 <= len(data) and len(frame) <= 0.9 * len(data) else None",
            ),
        ],
    ),
    Wrong(
        "shrunk_up_to_64",
        believes="Takes 64 for small",
        fails={"16.4.shrunk": "small-limit"},
        edits=[
            ("if len(data) < 64:", "if len(data) <= 64:"),
        ],
    ),
    Wrong(
        "shrunk_twice",
        believes="Compresses to look, and again to keep",
        fails={"16.4.shrunk": "tried-twice"},
        edits=[
            (
                "return frame if len(frame) <= 0.9 * len(data) else None",
                "return compress(data) if len(frame) <= 0.9 * len(data) else None",
            ),
        ],
    ),
    Wrong(
        "expanded_first",
        believes="Expands, and looks afterwards",
        fails={"16.4.expanded": "expanded-first"},
        edits=[
            (
                "if type(size) is not int or size < 0:",
                """
                data = expand(frame)
                if type(size) is not int or size < 0:
                """,
            ),
            (
                """
                data = expand(frame)
                if len(data) != size:
                """,
                "if len(data) != size:",
            ),
        ],
    ),
    Wrong(
        "expanded_any_number",
        believes="Takes every number for a size",
        fails={"16.4.expanded": "expanded-first"},
        edits=[
            ("if type(size) is not int or size < 0:", "if not isinstance(size, (int, float)) or size < 0:"),
        ],
    ),
    Wrong(
        "expanded_undeclared",
        believes="Compares only where the frame declares something",
        fails={"16.4.expanded": "expanded-first"},
        edits=[
            (
                "if declares(frame) != size:",
                "if declares(frame) not in (None, size):",
            ),
        ],
    ),
    Wrong(
        "expanded_without_limit",
        believes="Takes a limit of 0 for none",
        fails={"16.4.expanded": "expanded-first"},
        edits=[
            (
                "if size > limit:",
                "if limit and size > limit:",
            ),
        ],
    ),
    Wrong(
        "expanded_to_count",
        believes="Expands to count, and again to return",
        fails={"16.4.expanded": "expanded-twice"},
        edits=[
            (
                "return data",
                "return expand(frame)",
            ),
        ],
    ),
    Wrong(
        "expanded_believes",
        believes="Believes what the frame declares",
        fails={"16.4.expanded": "not-counted"},
        edits=[
            (
                """
                data = expand(frame)
                if len(data) != size:
                    raise FormatError(f"{len(data)} bytes came, not {size}")
                return data
                """,
                "return expand(frame)",
            ),
        ],
    ),
    Wrong(
        "expanded_below_limit",
        believes="Takes the limit for too large",
        fails={"16.4.expanded": "limit-excluded"},
        edits=[
            ("if size > limit:", "if size >= limit:"),
        ],
    ),
    Wrong(
        "expanded_not_none",
        believes="Takes 0 for no size",
        fails={"16.4.expanded": "zero-refused"},
        edits=[
            ("if type(size) is not int or size < 0:", "if type(size) is not int or size <= 0:"),
        ],
    ),
    Wrong(
        "expanded_fits_first",
        believes="Compares the two sizes before it looks at the limit",
        fails={"16.4.expanded": "order"},
        edits=[
            (
                """
                if size > limit:
                    raise LimitError(f"{size} bytes are more than the limit of {limit}")
                if declares(frame) != size:
                    raise FormatError("frame and block declare different sizes")
                """,
                """
                if declares(frame) != size:
                    raise FormatError("frame and block declare different sizes")
                if size > limit:
                    raise LimitError(f"{size} bytes are more than the limit of {limit}")
                """,
            ),
        ],
    ),
    Wrong(
        "expanded_other_error",
        believes="Raises ValueError for everything",
        fails={"16.4.expanded": "kind"},
        edits=[
            ('raise FormatError(f"the block declares {size!r} as its size")', "raise ValueError(size)"),
            ('raise LimitError(f"{size} bytes are more than the limit of {limit}")', "raise ValueError(size)"),
        ],
    ),
]

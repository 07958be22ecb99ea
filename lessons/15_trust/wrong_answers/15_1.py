"""Misconceptions about task 15.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "trace_stops_early",
        believes="Stops after the first case",
        fails={"15.1.hashes": "stops", "15.1.signed": "stops"},
        edits=[
            (
                """
                "hash": ["chain", "root"],
                "link": ["root"],
                "swap": ["chain", "root"],
                "cut": ["root"],
                "cut, root": ["signature"],
                "cut, signed": ["key"],
                "older": [],
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "trace_links_hide",
        believes="Trusts a chain whose links fit",
        fails={"15.1.hashes": "hash-hidden"},
        edits=[
            ('"link": ["root"],', '"link": [],'),
        ],
    ),
    Wrong(
        "trace_chain_sees_content",
        believes="Takes the chain for a check of contents",
        fails={"15.1.hashes": "chain-sees-all"},
        edits=[
            ('"link": ["root"],', '"link": ["chain", "root"],'),
        ],
    ),
    Wrong(
        "trace_chain_sees_the_end",
        believes="Believes that a chain knows its end",
        fails={"15.1.hashes": "end-seen"},
        edits=[
            ('"cut": ["root"],', '"cut": ["chain", "root"],'),
        ],
    ),
    Wrong(
        "trace_root_without_order",
        believes="Takes the root for a sum without an order",
        fails={"15.1.hashes": "swap-seen-by-chain-alone"},
        edits=[
            ('"swap": ["chain", "root"],', '"swap": ["chain"],'),
        ],
    ),
    Wrong(
        "trace_root_of_contents",
        believes="Forgets that the root was computed from the hashes",
        fails={"15.1.hashes": "hash-root"},
        edits=[
            ('"hash": ["chain", "root"],', '"hash": ["chain"],'),
        ],
    ),
    Wrong(
        "trace_stops",
        believes="Leaves out the case in which nobody notices",
        fails={"15.1.signed": "stops"},
        edits=[
            ('"older": [],', ""),
        ],
    ),
    Wrong(
        "trace_nobody_can_sign",
        believes="Believes that only the writer can make a signature that holds",
        fails={"15.1.signed": "anyone-signs"},
        edits=[
            ('"cut, signed": ["key"],', '"cut, signed": ["signature", "key"],'),
        ],
    ),
    Wrong(
        "trace_old_is_invalid",
        believes="Believes that a signature ends when the file goes on",
        fails={"15.1.signed": "older-noticed"},
        edits=[
            ('"older": [],', '"older": ["root", "signature"],'),
        ],
    ),
    Wrong(
        "trace_root_stays",
        believes="Forgets that anybody can compute a root",
        fails={"15.1.signed": "root-again"},
        edits=[
            ('"cut, root": ["signature"],', '"cut, root": ["root", "signature"],'),
        ],
    ),
]

"""Misconceptions about task 15.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "carry_into_a_copy",
        believes="Gives back a new list, and leaves the old one",
        fails={"15.2.held": "unchanged"},
        edits=[
            (
                "for level, waiting in enumerate(pending):",
                """
                pending = list(pending)
                for level, waiting in enumerate(pending):
                """,
            ),
            (
                "pending.append(node)",
                """
                pending.append(node)
                return pending
                """,
            ),
        ],
    ),
    Wrong(
        "carry_keeps_all",
        believes="Adds leaves, and leaves the work to the root",
        fails={"15.2.held": "all-kept"},
        edits=[
            (
                """
                for level, waiting in enumerate(pending):
                    if not waiting:
                        pending[level] = node
                        return
                    pending[level] = b""
                    node = sha256(waiting + node).digest()
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "carry_overwrites",
        believes="Puts the new leaf where the old one waits",
        fails={"15.2.held": "lost"},
        edits=[
            ("if not waiting:", "if level == 0:"),
        ],
    ),
    Wrong(
        "carry_empties_nothing",
        believes="Leaves the left node where it was when it has found its right one",
        fails={"15.2.held": "place-kept"},
        edits=[
            ('pending[level] = b""', ""),
        ],
    ),
    Wrong(
        "carry_right_before_left",
        believes="Puts the newest node first",
        fails={"15.2.held": "sides"},
        edits=[
            ("node = sha256(waiting + node).digest()", "node = sha256(node + waiting).digest()"),
        ],
    ),
    Wrong(
        "carry_one_level",
        believes="Carries once, as if there were no second carry",
        fails={"15.2.held": "one-level"},
        edits=[
            (
                "node = sha256(waiting + node).digest()",
                """
                pending[level + 1 :] = [sha256(waiting + node).digest()]
                return
                """,
            ),
        ],
    ),
    Wrong(
        "carry_leaves_none",
        believes="Puts None where nobody waits any more",
        fails={"15.2.held": "none-there"},
        edits=[
            (
                """
            pending[level] = b""
            """,
                "pending[level] = None",
            ),
        ],
    ),
    Wrong(
        "carry_looks_for_a_bit",
        believes="Asks whether a node has any bit that is set",
        fails={"15.2.held": "zero"},
        edits=[
            ("if not waiting:", "if not any(waiting):"),
        ],
    ),
    Wrong(
        "carry_into_one_list",
        believes="Keeps the nodes in a list of its own, for all trees together",
        fails={"15.2.held": "shared"},
    ),
    Wrong(
        "folded_nothing",
        believes="Takes no bytes for the root of nothing",
        fails={"15.2.root": "no-leaf"},
        edits=[
            ("return bytes(32)", 'return b""'),
        ],
    ),
    Wrong(
        "folded_pairs_one_leaf",
        believes="Pairs a single leaf with itself",
        fails={"15.2.root": "one-leaf"},
        edits=[
            (
                "return sha256(top + node).digest() if node else top",
                """
            if len(pending) == 1:
                node = top
            return sha256(top + node).digest() if node else top
            """,
            ),
        ],
    ),
    Wrong(
        "folded_takes_the_top",
        believes="Takes the top node off to look at it",
        fails={"15.2.root": "changed"},
        edits=[
            ("*below, top = pending", "top, below = pending.pop(), pending"),
        ],
    ),
    Wrong(
        "folded_lone_goes_up",
        believes="Lets a lone node go up as it is",
        fails={"15.2.root": "lone-goes-up"},
        edits=[
            (
                "node = sha256(left + (node or left)).digest()",
                "node = sha256(waiting + node).digest() if waiting and node else left",
            ),
        ],
    ),
    Wrong(
        "folded_pairs_once",
        believes="Pairs a lone node with itself on its own level alone",
        fails={"15.2.root": "paired-once"},
        edits=[
            ("if left := waiting or node:", "if left := waiting:"),
        ],
    ),
    Wrong(
        "folded_right_before_left",
        believes="Puts what came up before what waits",
        fails={"15.2.root": "sides"},
        edits=[
            ("node = sha256(left + (node or left)).digest()", "node = sha256((node or left) + left).digest()"),
            (
                "return sha256(top + node).digest() if node else top",
                "return sha256(node + top).digest() if node else top",
            ),
        ],
    ),
    Wrong(
        "folded_pairs_the_root",
        believes="Pairs the root with itself, since it is alone",
        fails={"15.2.root": "root-paired"},
        edits=[
            ("return sha256(top + node).digest() if node else top", "return sha256(top + (node or top)).digest()"),
        ],
    ),
]

"""Misconceptions about task 15.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "siblings_none",
        believes="Computes the levels, and keeps nothing",
        fails={"15.3.beside": "nothing"},
        edits=[
            ("beside.append(leaves[index ^ 1])", ""),
        ],
    ),
    Wrong(
        "siblings_with_the_root",
        believes="Adds the root, which the other side has",
        fails={"15.3.beside": "root-too"},
        edits=[
            ("return beside", "return [*beside, leaves[0]]"),
        ],
    ),
    Wrong(
        "siblings_own_way",
        believes="Lists the nodes on the way",
        fails={"15.3.beside": "own-way"},
        edits=[
            ("beside.append(leaves[index ^ 1])", "beside.append(leaves[index])"),
        ],
    ),
    Wrong(
        "siblings_top_first",
        believes="Begins at the root",
        fails={"15.3.beside": "top-first"},
        edits=[
            ("beside.append(leaves[index ^ 1])", "beside.insert(0, leaves[index ^ 1])"),
        ],
    ),
    Wrong(
        "siblings_lone_left_out",
        believes="Believes that a lone node needs no neighbour",
        fails={"15.3.beside": "lone-left-out"},
        edits=[
            (
                "beside.append(leaves[index ^ 1])",
                """
                if leaves[index ^ 1] != leaves[index]:
                    beside.append(leaves[index ^ 1])
                """,
            ),
        ],
    ),
    Wrong(
        "siblings_always_right",
        believes="Takes the node after it, whichever it is",
        fails={"15.3.beside": "always-right"},
        edits=[
            ("beside.append(leaves[index ^ 1])", "beside.append(leaves[min(index + 1, len(leaves) - 1)])"),
        ],
    ),
    Wrong(
        "siblings_grow_the_leaves",
        believes="Repeats the last leaf in the list that was given",
        fails={"15.3.beside": "changed"},
        edits=[
            ("leaves = [*leaves, leaves[-1]]", "leaves.append(leaves[-1])"),
        ],
    ),
    Wrong(
        "siblings_of_the_first_alike",
        believes="Looks for the leaf in the list",
        fails={"15.3.beside": "alike"},
        edits=[
            ("beside = []", "beside, index = [], leaves.index(leaves[index])"),
        ],
    ),
    Wrong(
        "climb_nowhere",
        believes="Gives back the leaf",
        fails={"15.3.climb": "leaf"},
        edits=[
            ("return node", "return leaf"),
        ],
    ),
    Wrong(
        "climb_always_left",
        believes="Takes its own node for the left one",
        fails={"15.3.climb": "never-first"},
        edits=[
            (
                "node = sha256(other + node if index % 2 else node + other).digest()",
                "node = sha256(node + other).digest()",
            ),
        ],
    ),
    Wrong(
        "climb_always_right",
        believes="Takes its own node for the right one",
        fails={"15.3.climb": "always-first"},
        edits=[
            (
                "node = sha256(other + node if index % 2 else node + other).digest()",
                "node = sha256(other + node).digest()",
            ),
        ],
    ),
    Wrong(
        "climb_sides_swapped",
        believes="Takes even for right",
        fails={"15.3.climb": "sides"},
        edits=[
            (
                "node = sha256(other + node if index % 2 else node + other).digest()",
                "node = sha256(node + other if index % 2 else other + node).digest()",
            ),
        ],
    ),
    Wrong(
        "climb_takes_nodes_out",
        believes="Takes each node out of the list",
        fails={"15.3.climb": "beside-changed"},
        edits=[
            (
                "for other in beside:",
                """
            while beside:
                other = beside.pop(0)
            """,
            ),
        ],
    ),
    Wrong(
        "climb_divides",
        believes="Halves the index by /, and cuts off what is behind the point",
        fails={"15.3.climb": "not-exact"},
        edits=[
            (
                """
            node = sha256(other + node if index % 2 else node + other).digest()
            index //= 2
            """,
                """
                node = sha256(other + node if index % 2 else node + other).digest()
                index = int(index / 2)
                """,
            ),
        ],
    ),
    Wrong(
        "climb_index_kept",
        believes="Lets the leaf's index decide on each level",
        fails={"15.3.climb": "index-kept"},
        edits=[
            (
                """
                node = sha256(other + node if index % 2 else node + other).digest()
                index //= 2
                """,
                "node = sha256(other + node if index % 2 else node + other).digest()",
            ),
        ],
    ),
]

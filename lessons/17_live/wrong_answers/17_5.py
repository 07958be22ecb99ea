"""Misconceptions about task 17.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_exceptions",
        believes="Takes a kill for an exception like others",
        fails={"17.5.verdicts": "killed"},
        edits=[
            ("except Killed:", "except Exception:"),
        ],
    ),
    Wrong(
        "examine_killed_twice",
        believes="Leaves the second run in danger",
        fails={"17.5.verdicts": "killed"},
        edits=[
            (
                """
                world.kill = 0
                consume(world)
                """,
                "consume(world)",
            ),
        ],
    ),
    Wrong(
        "examine_in_order",
        believes="Wants the file in the order of the log",
        fails={"17.5.verdicts": "fails-right"},
        edits=[
            ("assert sorted(world.file) == list(enumerate(log))", "assert world.file == list(enumerate(log))"),
        ],
    ),
    Wrong(
        "examine_the_commit",
        believes="Wants everything committed in the end",
        fails={"17.5.verdicts": "fails-right"},
        edits=[
            (
                "assert sorted(world.file) == list(enumerate(log))",
                """
                assert sorted(world.file) == list(enumerate(log))
                assert world.committed == len(log)
                """,
            ),
        ],
    ),
    Wrong(
        "examine_what_is_there",
        believes="Looks at what is in the file alone",
        fails={"17.5.verdicts": "spares-nobody"},
        edits=[
            ("assert sorted(world.file) == list(enumerate(log))", "assert len(set(world.file)) == len(world.file)"),
        ],
    ),
    Wrong(
        "examine_no_empty_message",
        believes="Has no empty message",
        fails={"17.5.verdicts": "spares-empty"},
        edits=[
            ('log = ["a", "b", "", "d", "e"]', 'log = ["a", "b", "c", "d", "e"]'),
        ],
    ),
    Wrong(
        "examine_never_kills",
        believes="Lets every consumer live",
        fails={"17.5.verdicts": "spares-killed"},
        edits=[
            ("for kill in count():", "for kill in (0,):"),
        ],
    ),
    Wrong(
        "examine_another_world",
        believes="Starts the second run in a world of its own",
        fails={"17.5.verdicts": "spares-killed"},
        edits=[
            ("for kill in count():", "for kill in range(42):"),
            ("world.kill = 0", "world = World(log)"),
            (
                """
                if world.kill:  # nobody was killed: its life has no more calls
                    return
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "examine_as_a_set",
        believes="Asks whether everything is there",
        fails={"17.5.verdicts": "spares-double"},
        edits=[
            ("assert sorted(world.file) == list(enumerate(log))", "assert set(world.file) == set(enumerate(log))"),
        ],
    ),
    Wrong(
        "examine_no_loss",
        believes="Asks whether anything is there twice, of those who need no kill to lose",
        fails={"17.5.verdicts": "spares-lost"},
        edits=[
            (
                'log = ["a", "b", "", "d", "e"]',
                """
                log = ["a", "b", "", "d", "e"]
                world = World(log)
                consume(world)
                assert sorted(world.file) == list(enumerate(log))
                """,
            ),
            ("assert sorted(world.file) == list(enumerate(log))", "assert len(set(world.file)) == len(world.file)"),
        ],
    ),
    Wrong(
        "examine_every_second_call",
        believes="Kills before every second call",
        fails={"17.5.verdicts": "spares-moment"},
        edits=[
            ("for kill in count():", "for kill in count(2, 2):"),
        ],
    ),
    Wrong(
        "examine_late_calls",
        believes="Kills no consumer before its sixth call",
        fails={"17.5.verdicts": "spares-moment"},
        edits=[
            ("for kill in count():", "for kill in count(6):"),
        ],
    ),
    Wrong(
        "examine_as_many",
        believes="Looks at as many as the log has",
        fails={"17.5.verdicts": "spares-moment"},
        edits=[
            (
                "assert sorted(world.file) == list(enumerate(log))",
                "assert sorted(world.file)[: len(log)] == list(enumerate(log))",
            ),
        ],
    ),
    Wrong(
        "examine_three_messages",
        believes="Has three messages",
        fails={"17.5.verdicts": "spares-late"},
        edits=[
            ('log = ["a", "b", "", "d", "e"]', 'log = ["a", "", "b"]'),
        ],
    ),
    Wrong(
        "examine_positions",
        believes="Looks at positions alone",
        fails={"17.5.verdicts": "spares-other"},
        edits=[
            (
                "assert sorted(world.file) == list(enumerate(log))",
                "assert sorted(position for position, _ in world.file) == list(range(len(log)))",
            ),
        ],
    ),
    Wrong(
        "examine_texts",
        believes="Looks at texts alone",
        fails={"17.5.verdicts": "spares-other"},
        edits=[
            (
                "assert sorted(world.file) == list(enumerate(log))",
                "assert sorted(message for _, message in world.file) == sorted(log)",
            ),
        ],
    ),
]

"""Misconceptions about task 05.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "examine_wants_all_pulled",
        believes="Expects that the first answer needs the whole source",
        fails={"05.5.verdicts": "fails-right"},
        edits=[
            (
                """
                answers = iter(mapping(str.upper)(source))
                pulls = [source.pulled]
                for _ in answers:
                    pulls.append(source.pulled)
                assert pulls == [0, 1, 2, 3]
                """,
                """
                next(iter(mapping(str.upper)(source)))
                assert source.pulled == 3
                """,
            )
        ],
    ),
    Wrong(
        "examine_results",
        believes="Looks at the results",
        fails={"05.5.verdicts": "spares-both"},
        edits=[
            (
                """
                source = Source("abc")
                answers = iter(mapping(str.upper)(source))
                pulls = [source.pulled]
                for _ in answers:
                    pulls.append(source.pulled)
                assert pulls == [0, 1, 2, 3]
                """,
                'assert list(mapping(str.upper)(Source("abc"))) == ["A", "B", "C"]',
            )
        ],
    ),
    Wrong(
        "examine_reads_the_code",
        believes="Looks for `islice` in the code of a mapping",
        fails={"05.5.verdicts": "spares-both"},
        edits=[
            (
                """
                source = Source("abc")
                answers = iter(mapping(str.upper)(source))
                pulls = [source.pulled]
                for _ in answers:
                    pulls.append(source.pulled)
                assert pulls == [0, 1, 2, 3]
                """,
                """
                inner = [code for code in mapping.__code__.co_consts if hasattr(code, "co_names")]
                assert "islice" not in [name for code in inner for name in code.co_names]
                """,
            )
        ],
    ),
    Wrong(
        "examine_after_answers",
        believes="Looks at the pulls when answers have come",
        fails={"05.5.verdicts": "spares-hasty"},
        edits=[
            (
                """
                answers = iter(mapping(str.upper)(source))
                pulls = [source.pulled]
                for _ in answers:
                    pulls.append(source.pulled)
                assert pulls == [0, 1, 2, 3]
                """,
                """
                for number, _ in enumerate(mapping(str.upper)(source), start=1):
                    assert source.pulled == number
                """,
            )
        ],
    ),
    Wrong(
        "examine_before_answers",
        believes="Looks at the pulls before anybody asks",
        fails={"05.5.verdicts": "spares-greedy"},
        edits=[
            (
                """
                answers = iter(mapping(str.upper)(source))
                pulls = [source.pulled]
                for _ in answers:
                    pulls.append(source.pulled)
                assert pulls == [0, 1, 2, 3]
                """,
                """
                mapping(str.upper)(source)
                assert source.pulled == 0
                """,
            )
        ],
    ),
]

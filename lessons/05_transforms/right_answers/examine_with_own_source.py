"""Has a generator that says when it is pulled."""

TASK = "05.5"


def examine(mapping):
    log = []

    def source():
        for letter in "ab":
            log.append(f"pull {letter}")
            yield letter

    answers = mapping(str.upper)(source())
    log.append("made")
    for answer in answers:
        log.append(answer)
    assert log == ["made", "pull a", "A", "pull b", "B"]

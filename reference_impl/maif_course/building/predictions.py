"""What a reader is to predict, and what stays hidden meanwhile: the output of a cell, and the text that answers.

A cell tagged `predict` is answered by the first paragraph behind it. What stands before that paragraph belongs to the
answer, too: a plot, and the table beside it; so does the number to remember, where it follows. Pages and the copies of
learners fold all of this together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from maif_course.building.notebooks import Notebook

_NUMBER = "**The number:**"


def is_to_predict(cell: Notebook) -> bool:
    """Say whether a cell's output is to be predicted."""
    return "predict" in cell["metadata"].get("tags", ())


def with_answers(cells: Iterable[Notebook]) -> Iterator[tuple[Notebook, list[Notebook]]]:
    """Yield each cell of a notebook, and with a cell to predict those that answer it; of others the list is empty.

    Where an answer is the beginning of a text, the rest of that text follows as a cell of its own.

    >>> cells = [
    ...     {"cell_type": "code", "id": "a", "metadata": {"tags": ["predict"]}, "source": "1 + 1"},
    ...     {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "Two.\\n\\n## Next"},
    ... ]
    >>> [(cell["source"], [each["source"] for each in answer]) for cell, answer in with_answers(cells)]
    [('1 + 1', ['Two.']), ('## Next', [])]
    """
    waiting = list(cells)[::-1]
    while waiting:
        cell = waiting.pop()
        answer: list[Notebook] = []
        while is_to_predict(cell) and waiting and not (answer and answer[-1]["cell_type"] == "markdown"):
            answer.append(waiting.pop())
        if answer and answer[-1]["cell_type"] == "markdown":
            text = answer[-1]
            told, rest = answer_and_rest("".join(text["source"]))
            answer[-1] = {**text, "id": f"{text['id']}-answer", "source": told}
            if rest:
                waiting.append({**text, "source": rest})
        yield cell, answer


def answer_and_rest(text: str) -> tuple[str, str]:
    """Cut the text behind a cell to predict where its answer ends.

    >>> answer_and_rest("Seven.\\n\\n**The number:** 7.\\n\\nNow something else.")
    ('Seven.\\n\\n**The number:** 7.', 'Now something else.')
    """
    paragraphs = re.split(r"\n\n+", text)
    end = 1
    while end < len(paragraphs) and (paragraphs[end - 1].startswith("|") or paragraphs[end].startswith(_NUMBER)):
        end += 1
    return "\n\n".join(paragraphs[:end]), "\n\n".join(paragraphs[end:])

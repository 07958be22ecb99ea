"""The parts of a search index: each holds some texts' words and vectors, and can show a text again by its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from maif.file.block import Block
from maif.semantic.hits import Hit
from maif.semantic.vector_index import VectorIndex
from maif.semantic.words import WordIndex, WordTable

if TYPE_CHECKING:
    from maif.semantic.embedding import Vectors

EMBEDDED = 1000  # characters: a model's view of a text is about as wide, and the mean of much text says little


class Document(NamedTuple):
    """A text to be found: its id, the text, perhaps a title, whence it is, and the block that holds it."""

    id: str
    text: str
    title: str = ""
    source: str = ""
    block: Block | None = None

    @property
    def gist(self) -> str:
        """What its vector is made of: the title, which says what it is about, or else its first 1,000 characters.

        >>> Document("1", "x" * 5000, title="many of them").gist
        'many of them'
        >>> len(Document("1", "x" * 5000).gist)
        1000
        """
        return self.title or self.text[:EMBEDDED]


class Part(Protocol):
    """Some texts of a search index, by number."""

    def __len__(self) -> int: ...

    @property
    def words(self) -> WordTable:
        """The words of the texts."""
        ...

    @property
    def vectors(self) -> VectorIndex:
        """The vectors of the texts."""
        ...

    def number_of(self, key: object) -> int | None:
        """Return the number of the text that has this id, None if it is not here."""
        ...

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove texts that are here."""
        ...

    def hit(self, number: int, score: float) -> Hit:
        """Return a text as a hit."""
        ...


class MemoryPart:
    """Texts that are held in memory."""

    def __init__(self, dimensions: int) -> None:
        self.words = WordIndex()
        self.vectors = VectorIndex(dimensions)
        self._numbers: dict[str, int] = {}
        self._documents: dict[int, Document] = {}
        self._next = 0  # numbers are not used again

    def __len__(self) -> int:
        return len(self._documents)

    def number_of(self, key: object) -> int | None:
        """Return the number of the text that has this id, None if it is not here."""
        return self._numbers.get(key) if isinstance(key, str) else None

    def add(self, documents: Sequence[Document], vectors: Vectors) -> None:
        """Add documents whose ids are not here."""
        numbers = range(self._next, self._next + len(documents))
        self._next = numbers.stop
        self.vectors.add(numbers, vectors)
        self.words.add(numbers, (each.text for each in documents), (each.title for each in documents))
        for number, document in zip(numbers, documents, strict=True):
            self._numbers[document.id] = number
            self._documents[number] = document

    def remove(self, numbers: Iterable[int]) -> None:
        """Remove texts that are here."""
        numbers = list(numbers)
        self.vectors.remove(numbers)
        self.words.remove(numbers)
        for number in numbers:
            del self._numbers[self._documents.pop(number).id]

    def hit(self, number: int, score: float) -> Hit:
        """Return a text as a hit."""
        document = self._documents[number]
        return Hit(document.id, score, document.text, document.source, document.block)

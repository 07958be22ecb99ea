"""The other implementation's numbers with names: types of blocks, flags of blocks and of files, and its constants."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Any

from maif.file import format as layout
from maif.file.format import TYPE_CODES, BlockFlag, BlockType, FileFlag

MAGIC_HEADER, MAGIC_FOOTER = layout.MAGIC, layout.FOOTER_MAGIC
FORMAT_VERSION_MAJOR, FORMAT_VERSION_MINOR = layout.VERSION


class SecureBlockType(IntEnum):
    """The eight types of block, each the number that its four letters are, most significant byte first.

    What takes a type also takes its four letters, or its name. Raises `InvalidArgumentError` for anything else.

    >>> hex(SecureBlockType.TEXT), SecureBlockType("EMBD").name, SecureBlockType("embeddings").name
    ('0x54455854', 'EMBEDDINGS', 'EMBEDDINGS')
    >>> SecureBlockType("novel")
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: unknown block type 'novel'; known are ...
    """

    TEXT = TYPE_CODES[BlockType.TEXT]
    EMBEDDINGS = TYPE_CODES[BlockType.EMBEDDINGS]
    IMAGE = TYPE_CODES[BlockType.IMAGE]
    AUDIO = TYPE_CODES[BlockType.AUDIO]
    VIDEO = TYPE_CODES[BlockType.VIDEO]
    KNOWLEDGE = TYPE_CODES[BlockType.KNOWLEDGE]
    BINARY = TYPE_CODES[BlockType.BINARY]
    METADATA = TYPE_CODES[BlockType.METADATA]

    @classmethod
    def _missing_(cls, value: Any) -> SecureBlockType:
        return cls[BlockType.of(value).name]

    @classmethod
    def of(cls, block_type: Kind) -> SecureBlockType:
        """Return a type that is given in any of these ways."""
        return cls(block_type) if isinstance(block_type, int) else cls._missing_(block_type)

    @property
    def code(self) -> str:
        """The four letters."""
        return BlockType[self.name].value


Kind = SecureBlockType | BlockType | int | str
"""A type of block, in any way that programs give it."""


def kind_of(type_code: int) -> SecureBlockType | int:
    """Return the type with this number; of an unknown type, the number.

    >>> kind_of(0x54455854).name, kind_of(5)
    ('TEXT', 5)
    """
    try:
        return SecureBlockType(type_code)
    except ValueError:
        return type_code


def letters_of(type_code: int) -> str:
    """Return the four letters of the type with this number; `UNKNOWN` if it is none.

    >>> letters_of(0x454D4244), letters_of(5)
    ('EMBD', 'UNKNOWN')
    """
    kind = kind_of(type_code)
    return kind.code if isinstance(kind, SecureBlockType) else "UNKNOWN"


class BlockFlags(IntFlag):
    """What a block header says of its block."""

    NONE = 0
    SIGNED = BlockFlag.SIGNED
    IMMUTABLE = BlockFlag.IMMUTABLE
    ENCRYPTED = BlockFlag.ENCRYPTED
    COMPRESSED = BlockFlag.COMPRESSED
    VERIFIED = BlockFlag.VERIFIED
    TAMPERED = BlockFlag.TAMPERED


class FileFlags(IntFlag):
    """What the file header says of the file."""

    NONE = 0
    SIGNED = FileFlag.SIGNED
    FINALIZED = FileFlag.FINALIZED
    HAS_PROVENANCE = FileFlag.PROVENANCE
    HAS_ENCRYPTION = FileFlag.ENCRYPTION

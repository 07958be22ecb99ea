"""Streaming to and from MAIF files: a writer whose blocks are in the file as they come, a reader that can follow it."""

from maif.file.block import Block
from maif.streaming.reader import MAIFStreamReader
from maif.streaming.writer import MAIFStreamWriter, WriterStats
from maif.verification import Problem, VerifyReport

__all__ = ["Block", "MAIFStreamReader", "MAIFStreamWriter", "Problem", "VerifyReport", "WriterStats"]

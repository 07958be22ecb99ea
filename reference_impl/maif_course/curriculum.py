"""What each lesson builds, by module of the library: a lesson uses only what it or an earlier one has built."""

from __future__ import annotations

HOME = {
    "maif.file.format": "01",  # the walk; blocks in 03, the index in 04
    "maif.chunks": "02",
    "maif.transforms": "05",
    "maif.batches": "06",
    "maif.windows": "07",
    "maif.stats": "08",
    "maif.buffers": "09",  # asynchronous in 11
    "maif.flow": "10",
    "maif.parallel": "12",
    "maif.pipeline": "13",
    "maif.batch_processor": "14",
    "maif.distributed": "14",
    "maif.file.merkle": "15",
    "maif.file.integrity": "15",
    "maif.membership": "15",
    "maif.recovery": "16",
    "maif.file.compression": "16",
    "maif.hot_buffer": "16",
    "maif.realtime": "17",
    "maif.semantic": "18",
    "maif.attention": "18",
    "maif.query": "18",
    "maif.file.spill": "03",
    "maif.file.output": "03",
    "maif.file.access": "04",
    "maif.file.block": "04",
    "maif.streaming": "04",  # the reader and writer stand on what 01 to 04 build
    "maif.block_storage": "04",
    "maif.core": "04",
    "maif.dataset": "04",
    "maif.remote": "04",
}
"""The first lesson that builds in a module. Errors, units and the clock belong to all."""

LATER = {
    "maif.file.format.frame_block": "03",
    "maif.file.format.read_index": "04",
    "maif.buffers.AsyncStreamBuffer": "11",
    "maif.buffers.awaited.AwaitedCore": "11",
    "maif.buffers.awaited.batches_from": "11",
    "maif.flow.backoff.growing_pause": "17",
    "maif.flow.growing_pause": "17",
    "maif.batches.by_halves": "19",
    "maif.chunks.iter_pages": "19",
    "maif.chunks.pages": "19",
}
"""Names of a module that a later lesson builds than the module's first."""


def home(name: str) -> str:
    """Return the number of the lesson that builds the dotted name; "00" if none does.

    >>> home("maif.windows.tumbling"), home("maif.file.format.read_index"), home("maif.errors")
    ('07', '04', '00')
    """
    if name in LATER:
        return LATER[name]
    return next((lesson for module, lesson in HOME.items() if f"{name}.".startswith(f"{module}.")), "00")

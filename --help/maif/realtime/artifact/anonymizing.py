"""Taking personal data back: out of a block that waits in an outbox, or out of what the readers of a segment see."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maif.errors import BlockNotFoundError, InvalidArgumentError
from maif.file.format import BlockType
from maif.realtime.artifact.draft import Draft
from maif.segments import Span, find_block
from maif.segments.masking import TEXT_ID, add_mask, mask_text, needles_in, replace_all
from maif.semantic import Embedder

Finding = Callable[[str], list[Span]]


def anonymize_draft(block_id: str, drafts: Sequence[Draft], find: Finding, embedder: Embedder) -> int | None:
    """Take personal data out of a block that is not written yet, and out of its embedding; return in how many places.

    None if it is not among the drafts. Raises `InvalidArgumentError` for a block that is no text.
    """
    draft = next((draft for draft in drafts if draft.block_id == block_id), None)
    if draft is None:
        return None
    _require_text(block_id, draft.block_type)
    text = draft.data.decode()
    if spans := find(text):
        clean = mask_text(text, spans)
        draft.data = clean.encode()
        draft.metadata = replace_all(draft.metadata, needles_in(text, spans))
        for other in drafts:
            if other.metadata and other.metadata.get(TEXT_ID) == block_id:
                other.data = embedder.embed([clean]).astype("<f4").tobytes()
    return len(spans)


def anonymize_written(block_id: str, folder: str, find: Finding) -> int | None:
    """Mask personal data in a block of an artifact; return in how many places, None if it is not there.

    Raises `InvalidArgumentError` for a block that is no text.
    """
    try:
        block = find_block(folder, block_id)
    except BlockNotFoundError:
        return None
    _require_text(block_id, block.block_type)
    if spans := find(block.text):
        add_mask(folder, block, spans)
    return len(spans)


def _require_text(block_id: str, block_type: str) -> None:
    if block_type != BlockType.TEXT.value:
        raise InvalidArgumentError(f"block {block_id} is of type {block_type}: only texts can be anonymised")

"""Files far away: what is asked for, what is handed out, and what happens when the store fails or lies."""

from __future__ import annotations

import asyncio
import itertools
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import fsspec
import pytest

import range_server
from maif.block_storage import BlockStorage
from maif.clock import VirtualClock
from maif.dataset import Dataset
from maif.errors import (
    ClosedError,
    FileChangedError,
    FormatError,
    IntegrityError,
    InvalidArgumentError,
    MAIFError,
    RemoteError,
    RemoteFileNotFoundError,
    UnfinishedFileError,
)
from maif.file.access import MappedFile, PlainFile
from maif.file.format import BLOCK_HEADER, FILE_HEADER, INDEX_ENTRY
from maif.parallel import map_ordered
from maif.pipeline import read_maif, single_task
from maif.recovery import recover, scan
from maif.remote import RangedFile
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file
from range_server import RangeServer, Request

COUNT, SIZE = 400, 5000
CONTENTS = [bytes([number % 256]) * SIZE for number in range(COUNT)]


def file_of(folder: Path, contents: list[bytes] = CONTENTS, **options: Any) -> tuple[bytes, str]:
    """Return the bytes of a MAIF file with these blocks, and the key it is signed with."""
    with MAIFStreamWriter(folder / "made.maif", **options) as writer:
        for content in contents:
            writer.write_binary_chunk(content)
    return (folder / "made.maif").read_bytes(), writer.public_key


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    return file_of(tmp_path_factory.mktemp("made"))


@pytest.fixture
def server(made: tuple[bytes, str]) -> Iterator[RangeServer]:
    with range_server.serving() as server:
        server.files["a.maif"] = made[0]
        yield server


def opened(server: RangeServer, **options: Any) -> RangedFile:
    """Open a file on virtual time, in small steps, so that there are several."""
    defaults: dict[str, Any] = {"prefetch": "256KB", "clock": VirtualClock()}
    return RangedFile(server.url(), **defaults | options)


class Pauses(VirtualClock):
    """Virtual time that remembers for how long somebody slept."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        super().sleep(seconds)


class TestWhatIsAskedFor:
    def test_opening_asks_for_the_state_and_the_header(self, server: RangeServer) -> None:
        with BlockStorage(server.url()) as storage:
            assert len(storage) == COUNT
        assert server.requests == [Request("HEAD"), Request("GET", 0, FILE_HEADER.size)]

    def test_a_block_by_number_takes_two_ranges_more(self, server: RangeServer) -> None:
        with BlockStorage(server.url()) as storage:
            server.requests.clear()
            block = storage[300]
            assert block.data == CONTENTS[300]
            assert [request.size for request in server.requests] == [INDEX_ENTRY.size, block.header.size]
            server.requests.clear()
            assert storage[-1].data == CONTENTS[-1]
            assert len(server.requests) == 2

    def test_a_small_block_costs_about_a_kilobyte(self, server: RangeServer, tmp_path: Path) -> None:
        server.files["a.maif"], _ = file_of(tmp_path, [b"x" * 500] * 1000)
        with BlockStorage(server.url()) as storage:
            assert storage[777].data == b"x" * 500
        assert len(server.requests) == 4
        assert server.bytes_asked < 1400

    def test_a_scan_asks_for_each_byte_once(self, server: RangeServer) -> None:
        with BlockStorage(opened(server)) as storage:
            assert [block.data for block in storage] == CONTENTS
            assert server.bytes_asked == storage.blocks_end

    def test_reading_on_has_two_steps_on_their_way(self, server: RangeServer, tmp_path: Path) -> None:
        contents = [bytes(1 << 20)] * 12
        server.files["a.maif"], _ = file_of(tmp_path, contents)
        with BlockStorage(opened(server, prefetch="512KB")) as storage:
            assert [block.data for block in storage] == contents
        assert server.most_in_flight == 2

    def test_who_stops_early_has_not_fetched_far_ahead(self, server: RangeServer, tmp_path: Path) -> None:
        server.files["a.maif"], _ = file_of(tmp_path, [bytes(1 << 20)] * 40)
        with BlockStorage(opened(server, prefetch="1MB")) as storage:
            for _ in itertools.islice(storage, 5):
                pass
        assert server.bytes_asked < 13 << 20

    def test_a_part_is_read_to_its_end_and_not_beyond(self, server: RangeServer) -> None:
        with BlockStorage(opened(server)) as storage:
            server.requests.clear()
            assert [block.data for block in storage.iterate(100, 200)] == CONTENTS[100:200]
            size = 100 * (BLOCK_HEADER.size + SIZE + 2)
            assert [request.size for request in server.requests] == [INDEX_ENTRY.size, INDEX_ENTRY.size, size]

    def test_the_key_takes_one_range(self, server: RangeServer, made: tuple[bytes, str]) -> None:
        with BlockStorage(server.url()) as storage:
            server.requests.clear()
            assert storage.public_key() == bytes.fromhex(made[1])
            assert len(server.requests) == 1

    @pytest.mark.parametrize("sign", ["merkle", "block"])
    def test_verifying_reads_the_file_once(self, server: RangeServer, tmp_path: Path, sign: str) -> None:
        server.files["a.maif"], key = file_of(tmp_path, sign=sign)
        report = verify_file(server.url(), key)
        assert report.ok
        assert report.trusted
        assert server.bytes_asked == report.bytes

    def test_a_trusting_reader_reads_the_file_once_however_often_it_is_asked(
        self, server: RangeServer, made: tuple[bytes, str]
    ) -> None:
        with MAIFStreamReader(opened(server), trusted_key=made[1]) as reader:
            for _ in range(2):
                assert [block.data for block in reader] == CONTENTS
            assert reader[7].data == CONTENTS[7]
        assert server.bytes_asked <= len(made[0])

    def test_a_lookup_by_id_reads_the_file_once(self, server: RangeServer, made: tuple[bytes, str]) -> None:
        with BlockStorage(opened(server)) as storage:
            ids = [storage[number].block_id for number in (3, 200, COUNT - 1)]
            server.requests.clear()
            assert [storage.get_block(block_id).index for block_id in ids] == [3, 200, COUNT - 1]
            assert server.bytes_asked < len(made[0]) + 3 * (SIZE + 1000)


class TestStores:
    @pytest.mark.parametrize("options", [{}, {"verify": True}, {"allow_unfinished": True}])
    def test_a_file_in_any_store_is_what_it_is_on_disk(self, made: tuple[bytes, str], options: dict[str, Any]) -> None:
        fsspec.filesystem("memory").pipe_file("/shelf/a.maif", made[0])
        with MAIFStreamReader("memory://shelf/a.maif", **options) as reader:
            assert [block.data for block in reader] == CONTENTS
            assert reader.get_block(reader[5].block_id).index == 5

    def test_a_chained_url_is_read_through_its_cache(self, server: RangeServer, tmp_path: Path) -> None:
        options = {"simplecache": {"cache_storage": str(tmp_path / "cache")}}
        with BlockStorage(RangedFile(f"simplecache::{server.url()}", storage_options=options)) as storage:
            assert [block.data for block in storage] == CONTENTS

    def test_a_url_of_a_local_file_is_that_file(self, made: tuple[bytes, str], tmp_path: Path) -> None:
        path = tmp_path / "a.maif"
        path.write_bytes(made[0])
        with BlockStorage(f"file://{path}") as storage:
            assert storage.path == str(path)
            assert not storage.file.far

    @pytest.mark.parametrize(
        ("url", "error"),
        [
            ("memory://nowhere/a.maif", RemoteFileNotFoundError),
            ("nonsense://a/b.maif", InvalidArgumentError),
            ("http://127.0.0.1:9/a.maif", RemoteError),
        ],
    )
    def test_what_cannot_be_opened_says_so(self, url: str, error: type[MAIFError]) -> None:
        with pytest.raises(error, match=url):
            BlockStorage(RangedFile(url, clock=VirtualClock()))

    def test_a_missing_file_is_told_by_one_look(self, server: RangeServer) -> None:
        server.files.clear()
        with pytest.raises(FileNotFoundError, match="there is no such file"):
            BlockStorage(server.url())

    @pytest.mark.parametrize("status", [403, 404, 503])
    def test_secrets_are_not_told(self, server: RangeServer, status: int) -> None:
        url = server.url().replace("http://", "http://me:hidden@") + "?X-Signature=hidden"
        for faults in (server.look_faults, server.faults):
            server.files["a.maif?X-Signature=hidden"] = server.files["a.maif"]
            if faults is server.look_faults:
                server.look_faults.extend([status] * 4)
            else:
                server.every = range_server.status(status)
            with pytest.raises(MAIFError) as told:
                BlockStorage(RangedFile(url, retries=1, clock=VirtualClock()))
            assert "hidden" not in str(told.value)


FAULTS = {
    "503": range_server.status(503),
    "429": range_server.status(429),
    "416": range_server.status(416),
    "short": range_server.short,
    "cut off": range_server.cut_off,
    "reset": range_server.reset,
    "the whole file": range_server.whole_file,
    "another range": range_server.other_range,
}


class TestFailures:
    @pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
    def test_what_passes_is_asked_again_after_growing_pauses(
        self, server: RangeServer, fault: range_server.Fault
    ) -> None:
        clock = Pauses()
        server.faults.extend([fault] * 4)
        with BlockStorage(opened(server, clock=clock)) as storage:
            assert [block.data for block in storage] == CONTENTS
        assert 2 <= len(clock.pauses) <= 4, "a connection that broke is made anew at once"
        assert all(later > earlier > 0 for earlier, later in itertools.pairwise(clock.pauses))

    @pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
    def test_what_does_not_pass_tells_the_url_and_the_range(
        self, server: RangeServer, fault: range_server.Fault
    ) -> None:
        with BlockStorage(opened(server, retries=2)) as storage:
            server.every = fault
            server.requests.clear()
            with pytest.raises(RemoteError, match=rf"{server.url()}, bytes \d+ to \d+: .* \(tried 3 times\)"):
                storage[5]
            assert len(server.requests) in (3, 6), "aiohttp makes a connection that broke anew, once an attempt"
            server.every = None
            assert storage[5].data == CONTENTS[5]

    def test_a_refusal_is_told_at_once(self, server: RangeServer) -> None:
        with BlockStorage(opened(server)) as storage:
            server.requests.clear()
            server.every = range_server.status(403)
            with pytest.raises(RemoteError, match="403"):
                storage[5]
            assert len(server.requests) == 1

    def test_a_server_that_stalls_is_asked_again(self, server: RangeServer) -> None:
        with BlockStorage(opened(server, timeout="200ms")) as storage:
            server.faults.append(range_server.stall)
            assert storage[5].data == CONTENTS[5]

    def test_a_step_that_fails_ahead_is_tried_again_when_it_is_needed(self, server: RangeServer) -> None:
        server.faults.extend([None, None, *[range_server.reset] * 2])
        with BlockStorage(opened(server)) as storage:
            assert [block.data for block in storage] == CONTENTS

    def test_a_look_that_fails_is_tried_again(self, server: RangeServer) -> None:
        server.look_faults.extend([503, 503])  # the HEAD, and the GET that follows it
        assert opened(server).size == len(server.files["a.maif"])

    def test_closing_ends_what_is_on_its_way(self, server: RangeServer) -> None:
        storage = BlockStorage(opened(server))
        blocks = storage.iterate()
        for _ in range(30):
            next(blocks)
        server.every = range_server.stall
        storage.close()
        with pytest.raises(ClosedError):
            storage[0]


class TestForking:
    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    @pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
    def test_a_forked_child_reads_on_over_a_connection_of_its_own(self, server: RangeServer, tmp_path: Path) -> None:
        with BlockStorage(opened(server)) as storage:
            blocks = storage.iterate()
            before = [next(blocks).data for _ in range(60)]
            if (child := os.fork()) == 0:
                rest = [block.data for block in blocks]
                (tmp_path / "child").write_text(str(before + rest == CONTENTS))
                os._exit(0)
            os.waitpid(child, 0)
            assert before + [block.data for block in blocks] == CONTENTS
        assert (tmp_path / "child").read_text() == "True"


class TestTrust:
    @pytest.mark.parametrize("read", [lambda storage: storage[5], list], ids=["by number", "in order"])
    def test_a_lying_server_is_told(self, server: RangeServer, read: Callable[[BlockStorage], Any]) -> None:
        with BlockStorage(opened(server)) as storage:
            server.every = range_server.lie
            with pytest.raises(FormatError):
                read(storage)

    def test_a_bit_that_flips_in_the_data_is_told_of_its_block(self, server: RangeServer) -> None:
        with BlockStorage(opened(server)) as storage:
            server.faults.extend([None, range_server.lie])
            with pytest.raises(IntegrityError, match=r"block 5, offset .*the content is not what its hash says"):
                storage[5]

    def test_a_signed_block_is_held_to_its_signature(self, server: RangeServer, tmp_path: Path) -> None:
        content, _ = file_of(tmp_path, [b"first", b"second", b"third"], sign="block")
        with BlockStorage(tmp_path / "made.maif") as local:
            offset = local[1].offset
        changed = bytearray(content)
        changed[offset + 16] ^= 1  # the time, which no content hash covers
        server.files["a.maif"] = bytes(changed)
        with BlockStorage(opened(server)) as storage:
            server.requests.clear()
            assert storage[0].data == b"first"
            assert len(server.requests) == 3, "the index, the block, the key"
            assert storage[2].data == b"third"
            assert len(server.requests) == 5
            with pytest.raises(IntegrityError, match="signature"):
                storage[1]

    def test_a_trusted_key_is_not_asked_for_less_than_on_disk(
        self, server: RangeServer, made: tuple[bytes, str]
    ) -> None:
        changed = bytearray(made[0])
        changed[FILE_HEADER.size + 16] ^= 1
        server.files["a.maif"] = bytes(changed)
        with BlockStorage(opened(server)) as storage:
            assert storage[0].data == CONTENTS[0], "nothing but the root covers a block's time"
        with pytest.raises(IntegrityError):
            MAIFStreamReader(opened(server), trusted_key=made[1])
        assert not verify_file(server.url(), made[1]).ok

    @pytest.mark.parametrize("read", [lambda storage: storage[5], list], ids=["by number", "in order"])
    @pytest.mark.parametrize("tagged", [True, False])
    def test_a_changed_object_is_told(
        self, server: RangeServer, tmp_path: Path, tagged: bool, read: Callable[[BlockStorage], Any]
    ) -> None:
        server.tagged = tagged
        with BlockStorage(opened(server)) as storage:
            assert storage[3].data == CONTENTS[3]
            server.files["a.maif"] = file_of(tmp_path, [*CONTENTS, b"one more"])[0]
            with pytest.raises(FileChangedError, match=r"a\.maif"):
                read(storage)

    def test_a_removed_object_is_told(self, server: RangeServer) -> None:
        with BlockStorage(opened(server)) as storage:
            server.files.clear()
            with pytest.raises(FileChangedError, match="changed"):
                storage[3]

    def test_an_object_that_changes_between_two_answers_is_told(self, server: RangeServer, tmp_path: Path) -> None:
        other = file_of(tmp_path, CONTENTS[::-1])[0]
        with BlockStorage(opened(server)) as storage:
            server.faults.extend([None, range_server.swap("a.maif", other)])
            with pytest.raises(FileChangedError):
                storage[3]
            storage.refresh()
            assert storage[3].data == CONTENTS[::-1][3]

    def test_a_store_without_conditions_is_looked_at_again(self, made: tuple[bytes, str], tmp_path: Path) -> None:
        shelf = fsspec.filesystem("memory")
        shelf.pipe_file("/shelf/b.maif", made[0])
        with BlockStorage("memory://shelf/b.maif") as storage:
            assert storage[3].data == CONTENTS[3]
            shelf.pipe_file("/shelf/b.maif", file_of(tmp_path, CONTENTS[::-1])[0])
            with pytest.raises(FileChangedError):
                storage[3]

    def test_an_unfinished_file_gives_its_whole_blocks(self, server: RangeServer, made: tuple[bytes, str]) -> None:
        cut = made[0][: FILE_HEADER.size + 10 * (BLOCK_HEADER.size + SIZE + 2) + 100]
        server.files["a.maif"] = cut
        with pytest.raises(UnfinishedFileError):
            BlockStorage(opened(server))
        server.requests.clear()
        with BlockStorage(opened(server), allow_unfinished=True) as storage:
            assert [block.data for block in storage] == CONTENTS[:10]
            assert storage[9].data == CONTENTS[9]
        assert server.bytes_asked <= len(cut)
        with pytest.raises(IntegrityError, match="nothing vouches"):
            MAIFStreamReader(opened(server), verify=True, allow_unfinished=True)


class TestDataSets:
    def test_a_data_set_is_a_file_or_a_folder_far_away(self, made: tuple[bytes, str], tmp_path: Path) -> None:
        shelf = fsspec.filesystem("memory")
        shelf.pipe_file("/set/b.maif", made[0])
        shelf.pipe_file("/set/a.maif", file_of(tmp_path, [b"first"])[0])
        shelf.pipe_file("/set/notes.txt", b"no MAIF file")
        with Dataset("memory://set") as blocks:
            assert len(blocks) == 1 + COUNT
            assert [block.data for block in blocks] == [b"first", *CONTENTS]
            assert blocks[-1].data == CONTENTS[-1]
            arrived = pickle.loads(pickle.dumps(blocks))
            assert [block.data for block in arrived[:3]] == [b"first", *CONTENTS[:2]]
        assert [block.data for block in Dataset("memory://set/b.maif", lazy=False)] == CONTENTS

    def test_a_data_set_asks_for_a_block_as_a_storage_does(self, server: RangeServer) -> None:
        with Dataset(server.url()) as blocks:
            assert blocks[300].data == CONTENTS[300]
            assert len(server.requests) == 4
            server.requests.clear()
            assert blocks[301].data == CONTENTS[301]
            assert len(server.requests) == 2

    @pytest.mark.parametrize(
        ("url", "what"),
        [
            ("memory://set/rows.csv", "download it"),
            ("memory://nowhere", "cannot be listed"),
            ("memory://empty", "holds"),
        ],
    )
    def test_what_is_no_data_set_far_away_is_told(self, url: str, what: str) -> None:
        fsspec.filesystem("memory").pipe_file("/empty/notes.txt", b"no MAIF file")
        with pytest.raises(MAIFError, match=what):
            Dataset(url)


class TestTasks:
    def test_other_tasks_run_while_blocks_come(self, server: RangeServer) -> None:
        turns = 0

        async def count_turns() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        async def read() -> list[bytes]:
            counting = asyncio.create_task(count_turns())
            with MAIFStreamReader(opened(server)) as reader:
                data = [block.data async for block in reader.aread_blocks()]
            counting.cancel()
            return data

        assert asyncio.run(read()) == CONTENTS
        assert turns

    def test_a_pipeline_reads_a_url(self, server: RangeServer) -> None:
        sizes = read_maif(server.url(), verify=True) | single_task(lambda block: len(block.data))
        assert asyncio.run(sizes().collect()) == [SIZE] * COUNT

    def test_a_task_that_leaves_early_leaves_nothing(self, server: RangeServer) -> None:
        async def first() -> bytes:
            with MAIFStreamReader(opened(server)) as reader:
                async with aclosing(reader.aread_blocks()) as blocks:  # type: ignore[type-var]
                    async for block in blocks:
                        return block.data
            raise AssertionError("no block came")

        assert asyncio.run(first()) == CONTENTS[0]


class TestWhatIsRefused:
    def test_a_file_far_away_is_not_followed(self, server: RangeServer) -> None:
        with pytest.raises(InvalidArgumentError, match="cannot be followed"):
            MAIFStreamReader(server.url(), follow=True)

    def test_a_file_far_away_is_not_mended_and_can_be_looked_at(
        self, server: RangeServer, made: tuple[bytes, str]
    ) -> None:
        server.files["a.maif"] = made[0][:-1000]
        with pytest.raises(InvalidArgumentError, match="download it"):
            recover(server.url())
        server.requests.clear()
        assert scan(server.url()).blocks == COUNT
        assert server.bytes_asked <= len(made[0])


class TestTravelling:
    @pytest.mark.parametrize("kind", [PlainFile, MappedFile])
    def test_an_open_file_travels_by_path(self, made: tuple[bytes, str], tmp_path: Path, kind: type[PlainFile]) -> None:
        (tmp_path / "a.maif").write_bytes(made[0])
        file = kind(tmp_path / "a.maif")
        arrived = pickle.loads(pickle.dumps(file))
        file.close()
        assert bytes(arrived.read(0, 4)) == b"MAIF"
        arrived.close()

    def test_blocks_far_away_go_to_processes(self, server: RangeServer) -> None:
        with MAIFStreamReader(server.url()) as reader:
            blocks = reader.read_blocks_range(0, 4)
            sizes = map_ordered(lambda block: len(block.data), blocks, backend="processes", num_workers=1)
            assert list(sizes) == [SIZE] * 4

    def test_a_storage_travels_by_url_and_opens_without_a_request(self, server: RangeServer) -> None:
        with BlockStorage(server.url()) as storage:
            sent = pickle.dumps(storage)
        server.requests.clear()
        with pickle.loads(sent) as arrived:
            assert server.requests == []
            assert arrived[5].data == CONTENTS[5]

    def test_who_receives_a_storage_reads_the_version_that_was_sent(self, server: RangeServer, tmp_path: Path) -> None:
        with BlockStorage(server.url()) as storage:
            sent = pickle.dumps(storage)
        server.files["a.maif"] = file_of(tmp_path, CONTENTS[::-1])[0]
        with pickle.loads(sent) as arrived, pytest.raises(FileChangedError):
            arrived[5]

    def test_a_block_travels_with_its_bytes(self, server: RangeServer) -> None:
        with BlockStorage(server.url()) as storage:
            sent = pickle.dumps(storage[5])
        server.files.clear()
        assert pickle.loads(sent).data == CONTENTS[5]

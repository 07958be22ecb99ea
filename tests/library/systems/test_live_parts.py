"""The small parts of live streams: positions, the line of messages, decoding, settings."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import maif.realtime
from maif.errors import InvalidArgumentError, InvalidTypeError, MessageError
from maif.realtime.config import StreamConfig
from maif.realtime.decoding import as_message, decode, decode_with
from maif.realtime.message import Message
from maif.realtime.positions import Positions
from maif.realtime.processor.failing import raw_of
from maif.realtime.processor.ordering import Line
from maif.realtime.processor.retry_plan import RetryPlan
from maif.realtime.processor.scaling import WorkerScaling
from maif.realtime.sources.files.line_cut import LineCut

PNG = b"\x89PNG\r\n\x1a\n" + b"rest"


@pytest.mark.piece("maif.realtime.positions.Positions")
class TestPositions:
    @given(
        st.lists(st.integers(1, 9), max_size=30).map(lambda gaps: [sum(gaps[: n + 1]) for n in range(len(gaps))]),
        st.data(),
    )
    def test_what_may_be_committed_is_the_finished_prefix_and_no_more(self, offsets: list[int], data: Any) -> None:
        positions, begun, finished = Positions(), 0, set[int]()
        while len(finished) < len(offsets):
            running = [offset for offset in offsets[:begun] if offset not in finished]
            if begun < len(offsets) and (not running or data.draw(st.booleans())):
                positions.begin(offsets[begun], offsets[begun] + 1)
                begun += 1
            else:
                done = data.draw(st.sampled_from(running))
                positions.finish(done)
                finished.add(done)
            unfinished = [number for number in range(begun) if offsets[number] not in finished]
            prefix = unfinished[0] if unfinished else begun
            assert positions.committable() == (offsets[prefix - 1] + 1 if prefix else None)
            assert (len(positions), positions.unfinished) == (begun - prefix, len(unfinished))

    def test_a_position_begins_once_and_finishes_once(self) -> None:
        positions = Positions()
        positions.begin(3, 4)
        with pytest.raises(InvalidArgumentError, match="begins again"):
            positions.begin(3, 4)
        positions.finish(3)
        with pytest.raises(InvalidArgumentError, match="has not begun"):
            positions.finish(3)


@pytest.mark.piece("maif.realtime.sources.files.line_cut.LineCut")
class TestLineCut:
    @given(
        st.lists(st.lists(st.sampled_from([b"a", b"\n", b"\xc3", b"\n\n", b"aaaaaaaaa"])).map(b"".join), max_size=9),
        st.integers(0, 3),
        st.integers(1, 9),
        st.integers(0, 9),
    )
    def test_every_line_comes_out_whole_and_each_byte_is_searched_once(
        self, pieces: list[bytes], start: int, size: int, max_line: int
    ) -> None:
        content, cut, read = bytearray(b"..."), LineCut(start, max_line), 0

        def window(position: int, most: int) -> bytes:
            nonlocal read
            data = bytes(content[position : position + most])
            read += len(data)
            return data

        for piece in pieces:
            content += piece
            while (end := cut.find_end(window, size)) is not None:
                whole = bytes(content[cut.start : end])
                assert whole.endswith(b"\n")
                if len(whole.split(b"\n")[0]) > max_line + size:
                    assert whole.count(b"\n") == 1  # a line that is too long comes alone
                cut.go_on(end)
            assert content.find(b"\n", cut.start) == -1
            assert cut.searched == len(content) or not content[start:]
        assert read <= sum(map(len, pieces)) * size + len(content)  # behind a line's end a window is searched again

    def test_a_line_that_grows_slowly_is_read_once(self) -> None:
        content, cut, asked = bytearray(), LineCut(0, max_line=10), []

        def window(position: int, most: int) -> bytes:
            data = bytes(content[position : position + most])
            asked.append(len(data))
            return data

        for _ in range(50):
            content += b"."
            assert cut.find_end(window, 64) is None
        content += b"\nnext\n"
        assert (cut.is_too_long, cut.find_end(window, 64), sum(asked)) == (True, 51, 50 + 6)
        cut.go_on(51)
        assert (cut.is_too_long, cut.find_end(window, 64)) == (False, 56)


@pytest.mark.piece("maif.realtime.processor.retry_plan.RetryPlan")
class TestRetryPlan:
    @pytest.mark.parametrize(
        ("rule", "attempts", "hopeless", "outcome"),
        [
            ("retry", 1, False, "retry"),
            ("retry", 3, False, "retry"),
            ("retry", 4, False, "dead_letter"),
            ("retry", 1, True, "dead_letter"),
            ("dead_letter", 1, False, "dead_letter"),
            ("skip", 4, True, "skip"),
            ("stop", 4, True, "stop"),
        ],
    )
    def test_a_message_is_tried_again_while_that_may_help(
        self, rule: Any, attempts: int, hopeless: bool, outcome: str
    ) -> None:
        assert RetryPlan(3, 100).outcome(rule, attempts, hopeless) == outcome

    def test_too_many_in_a_row_are_told_and_a_success_begins_the_row_anew(self) -> None:
        plan = RetryPlan(0, 3)
        assert [plan.give_up(), plan.give_up()] == [False, False]
        plan.in_a_row = 0
        assert [plan.give_up(), plan.give_up(), plan.give_up(), plan.give_up()] == [False, False, True, True]


class TestLine:
    @given(st.lists(st.sampled_from(["a", "b", None]), max_size=30), st.data())
    def test_of_a_key_one_at_a_time_is_out_and_all_come_in_order(self, keys: list[str | None], data: Any) -> None:
        line: Line[Any] = Line()
        items = [SimpleNamespace(key=key, number=number) for number, key in enumerate(keys)]
        waiting, out, came = list(items), list[Any](), defaultdict[str | None, list[int]](list)
        while waiting or out or line.ready:
            step = data.draw(
                st.sampled_from(["put"] * bool(waiting) + ["take"] * bool(line.ready) + ["end"] * bool(out))
            )
            if step == "put":
                line.put(waiting.pop(0))
            elif step == "take":
                item = line.take()
                assert item is not None
                assert item.key is None or item.key not in [other.key for other in out]
                out.append(item)
            else:
                item = out.pop(data.draw(st.integers(0, len(out) - 1)))
                if data.draw(st.booleans()):
                    line.put_back(item)
                else:
                    came[item.key].append(item.number)
                    line.release(item.key)
        assert sorted(number for numbers in came.values() for number in numbers) == list(range(len(items)))
        assert all(came[key] == sorted(came[key]) for key in ("a", "b"))


class TestDecoding:
    def test_a_json_object_sets_the_fields_it_names(self) -> None:
        picture = base64.b64encode(PNG).decode()
        payload = json.dumps(
            {
                "source_id": "attic",
                "text": "22.5",
                "image": picture,
                "requires_analysis": True,
                "priority": "high",
                "timestamp": "2026-01-02T03:04:05+00:00",
                "metadata": {"unit": "°C"},
                "key": "not from here",
                "offset": 7,
            }
        ).encode()
        message = decode(payload, "topic")
        assert (message.source_id, message.content, message.image_data) == ("attic", "22.5", PNG)
        assert (message.requires_analysis, message.priority, message.timestamp) == (True, "high", 1767323045.0)
        assert message.metadata == {"unit": "°C"}
        assert (message.key, message.offset) == (None, -1)
        assert (message.data["key"], message.raw) == ("not from here", payload)

    @pytest.mark.parametrize(
        ("payload", "content"),
        [
            (b'{"value": 1}', '{"value": 1}'),
            (b"[1, 2]", "[1, 2]"),
            (b"plain", "plain"),
            (b"{no json", "{no json"),
            (b"", ""),
            (b"\xff\xfe", None),
        ],
    )
    def test_every_text_is_the_content_of_its_message(self, payload: bytes, content: str | None) -> None:
        message = decode(payload, "topic")
        assert (message.content, message.failure) == (content, None)

    @pytest.mark.parametrize("picture", [PNG, b"\xff\xd8\xff rest", b"GIF89a rest", b"RIFF\0\0\0\0WEBP rest"])
    def test_a_picture_is_known_by_its_first_bytes(self, picture: bytes) -> None:
        message = decode(picture, "topic")
        assert (message.image_data, message.content, message.data) == (picture, None, picture)

    def test_a_content_type_decides(self) -> None:
        assert decode(b"odd", "topic", "image/x-odd").image_data == b"odd"
        assert decode(PNG, "topic", "application/octet-stream").image_data is None

    @pytest.mark.parametrize(
        ("payload", "content_type", "says"),
        [
            (b"{no json", "application/json", "not valid JSON"),
            (b"[" * 100_000, "application/json", "not valid JSON"),
            (b"\xff", "text/plain", "UTF-8"),
            (b'{"timestamp": true}', None, "timestamp must be"),
            (b'{"timestamp": 1e999}', None, "timestamp must be"),
            (b'{"timestamp": NaN}', None, "timestamp must be"),
            (b'{"text": 1}', None, "must be a text"),
            (b'{"image": "not base64!"}', None, "base64"),
            (b'{"metadata": []}', None, "metadata must be an object"),
            (b'{"requires_analysis": "yes"}', None, "requires_analysis must be"),
            (b'{"source_id": 7}', None, "source_id must be"),
            (b'{"content": ["a"]}', None, "content must be"),
        ],
    )
    def test_what_cannot_be_decoded_is_kept_with_the_reason(
        self, payload: bytes, content_type: str | None, says: str
    ) -> None:
        message = decode(payload, "topic", content_type)
        assert message.raw == payload
        assert isinstance(message.failure, MessageError)
        assert says in str(message.failure)

    @given(
        st.binary(max_size=50)
        | st.text(max_size=50).map(str.encode)
        | st.from_regex(r'\{"[a-z]+": .*\}').map(str.encode)
    )
    def test_decoding_never_raises_and_keeps_the_bytes(self, payload: bytes) -> None:
        for content_type in (None, "application/json", "image/png", "text/plain; charset=utf-8"):
            assert decode(payload, "topic", content_type).raw == payload

    def test_a_function_of_the_user_may_decode(self) -> None:
        assert decode_with(lambda raw: {"text": raw.decode("utf-16")}, "hi".encode("utf-16"), "topic").content == "hi"
        assert isinstance(decode_with(lambda raw: 1 / 0, b"x", "topic").failure, ZeroDivisionError)

    def test_an_item_of_python_s_may_be_anything(self) -> None:
        message = Message("mine")
        assert as_message(message, "items") is message
        assert as_message({"content": "a"}, "items").content == "a"
        assert as_message(22.5, "items").content == "22.5"
        assert as_message(PNG, "items").image_data == PNG

    @given(
        st.builds(
            Message,
            st.just("attic"),
            content=st.text(max_size=10),
            image_data=st.none() | st.binary(max_size=10),
            requires_analysis=st.booleans(),
            priority=st.sampled_from(["normal", "high"]),
            timestamp=st.floats(0, 1e10),
            metadata=st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
        )
    )
    def test_a_dead_letter_decodes_to_what_its_message_was(self, message: Message) -> None:
        again = decode(raw_of(message), "other")
        names = ("source_id", "content", "image_data", "requires_analysis", "priority", "timestamp", "metadata")
        assert all(getattr(again, name) == getattr(message, name) for name in names)


class TestSettings:
    def test_sizes_and_times_may_be_text(self) -> None:
        config = StreamConfig(buffer_size="1MB", stop_timeout="250ms", handler_timeout="1s")
        assert (config.buffer_size, config.stop_timeout, config.handler_timeout) == (1 << 20, 0.25, 1.0)
        assert StreamConfig().handler_timeout is None

    def test_the_defaults_are_those_that_are_documented(self) -> None:
        config = StreamConfig()
        assert (config.buffer_size, config.segment_size, config.mmap_size) == (128 << 20, 64 << 20, 1 << 30)
        assert (config.commit_interval, config.stop_timeout, config.connect_timeout) == (5.0, 30.0, 30.0)
        assert (config.parallelism, config.retries, config.on_error, config.ordering) == (4, 3, "retry", "key")

    def test_a_configuration_cannot_be_changed(self) -> None:
        with pytest.raises(AttributeError):
            StreamConfig().parallelism = 5  # type: ignore[misc]

    @pytest.mark.parametrize("config", [7, "fast", ["parallelism"]])
    def test_anything_but_a_mapping_is_refused(self, config: Any) -> None:
        with pytest.raises(InvalidTypeError, match="StreamConfig or a dict"):
            StreamConfig.of(config)


def test_every_public_name_is_where_it_is_said_to_be() -> None:
    assert all(getattr(maif.realtime, name).__name__ == name for name in maif.realtime.__all__)


class TestScaling:
    @given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 10)), max_size=60))
    def test_the_number_stays_in_its_range_and_falls_no_faster_than_idleness_allows(
        self, looks: list[tuple[float, int]]
    ) -> None:
        scaling, fell_at = WorkerScaling(2, 10, target=0.5, idle_after=10), -10.0
        for now, (waited, busy) in enumerate(looks):
            before = scaling.count
            count = scaling.next_count(waited, min(busy, before), float(now))
            assert 2 <= count <= 10
            assert count >= before or (count == before - 1 and now - fell_at >= 10)
            assert count == min(10, before + max(1, before // 2)) if waited > 0.5 else count <= before
            if count < before:
                fell_at = now

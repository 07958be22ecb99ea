"""What is to be seen in a real picture, in drawn ones, and in bytes that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

from maif.analysis.pictures import image_format  # noqa: E402
from maif.analysis.vision import (  # noqa: E402
    analyze_image,
    analyze_scene,
    chosen_features,
    detect_faces,
    detect_objects,
)
from maif.errors import InvalidArgumentError, InvalidTypeError, MAIFError  # noqa: E402


@pytest.fixture(scope="module")
def hopper() -> bytes:
    import matplotlib

    return Path(matplotlib.get_data_path(), "sample_data", "grace_hopper.jpg").read_bytes()


def drawn(colour: tuple[int, int, int], shape: tuple[int, int] = (60, 80), suffix: str = ".png") -> bytes:
    picture = np.full((*shape, 3), colour[::-1], np.uint8)
    return bytes(cv2.imencode(suffix, picture)[1])


def test_the_admirals_face_is_where_it_is(hopper: bytes) -> None:
    face = detect_faces(hopper)[0]
    assert face.label == "face"
    assert face.confidence > 0
    middle = (face.x + face.width / 2, face.y + face.height / 2)
    assert 230 < middle[0] < 310
    assert 170 < middle[1] < 260


def test_faces_are_looked_for_only_if_asked_for(hopper: bytes) -> None:
    assert "face" not in {each.label for each in detect_objects(hopper)}
    found = analyze_image(hopper)
    assert set(found) == {"object_detection", "scene_analysis"}
    assert "face" not in {each["label"] for each in found["object_detection"]}
    assert {each["label"] for each in analyze_image(hopper, ["face_detection"])["face_detection"]} == {"face"}


def test_an_eye_of_hers_is_found(hopper: bytes) -> None:
    (eye,) = [each for each in detect_objects(hopper) if each.label == "eye"]
    assert 100 < eye.x < 360
    assert 120 < eye.y < 260


def test_a_large_picture_is_looked_at_smaller_and_told_of_in_its_own_pixels(hopper: bytes) -> None:
    picture = cv2.imdecode(np.frombuffer(hopper, np.uint8), cv2.IMREAD_COLOR)
    large = cv2.imencode(".jpg", cv2.resize(picture, None, fx=4, fy=4))[1].tobytes()
    small, big = detect_faces(hopper)[0], detect_faces(large)[0]
    assert big.width == pytest.approx(4 * small.width, rel=0.15)
    assert big.x == pytest.approx(4 * small.x, rel=0.15)


def test_a_scene_has_its_size_light_and_colours() -> None:
    scene = analyze_scene(drawn((255, 128, 0)))
    assert (scene.width, scene.height) == (80, 60)
    assert scene.colours == [("#ff8000", 1.0)]
    assert scene.contrast == scene.sharpness == 0
    assert analyze_scene(drawn((255, 255, 255))).brightness == 1
    assert analyze_scene(drawn((0, 0, 0))).brightness == 0


def test_colours_come_with_their_shares_the_largest_first() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:30] = (0, 0, 255)
    scene = analyze_scene(cv2.imencode(".png", picture)[1].tobytes())
    assert scene.colours == [("#000000", 0.7), ("#ff0000", 0.3)]


def test_a_blurred_picture_is_less_sharp(hopper: bytes) -> None:
    picture = cv2.imdecode(np.frombuffer(hopper, np.uint8), cv2.IMREAD_COLOR)
    blurred = cv2.imencode(".png", cv2.GaussianBlur(picture, (9, 9), 0))[1].tobytes()
    assert analyze_scene(blurred).sharpness < analyze_scene(hopper).sharpness / 4


def test_an_empty_picture_has_nothing_in_it() -> None:
    for shape in [(1, 1), (60, 80), (300, 300)]:
        assert detect_objects(drawn((200, 200, 200), shape)) == []


@pytest.mark.parametrize("data", [b"", b"a text", b"\xff\xd8\xff but no picture", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidArgumentError, match="no picture"):
        analyze_scene(data)


@pytest.mark.parametrize("cut", [10, 1000, 30_000])
def test_a_picture_that_was_cut_off_is_refused_or_read_as_far_as_it_goes(hopper: bytes, cut: int) -> None:
    try:
        scene = analyze_scene(hopper[:cut])
    except MAIFError:
        return
    assert (scene.width, scene.height) == (512, 600)


@pytest.mark.parametrize(
    ("features", "chosen"),
    [
        (["scene_analysis"], ["scene_analysis"]),
        ({"object_detection": True, "face_detection": False}, ["object_detection"]),
        ((), []),
    ],
)
def test_features_are_names_or_a_dict_of_them(features: Any, chosen: list[str]) -> None:
    assert chosen_features(features) == chosen


def test_an_unknown_feature_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="'object_detecton' is no feature of a picture: there are"):
        chosen_features({"object_detecton": True})
    with pytest.raises(InvalidTypeError):
        chosen_features("scene_analysis")


@pytest.mark.parametrize(("suffix", "kind"), [(".png", "png"), (".jpg", "jpeg"), (".webp", "webp"), (".bmp", None)])
def test_a_format_is_known_by_its_first_bytes(suffix: str, kind: str | None) -> None:
    assert image_format(drawn((1, 2, 3), suffix=suffix)) == kind

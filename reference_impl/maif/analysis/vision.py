"""What is to be seen in a picture: its light and colours, people, eyes, cats, number plates, and faces if asked for.

The detectors are OpenCV's: a support vector machine on histograms of oriented gradients (Dalal and Triggs, 2005) for
people on foot, and cascades of Haar features (Viola and Jones, 2001) for the rest. They need no download.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError

if TYPE_CHECKING:
    import numpy as np

    Picture = np.ndarray[Any, np.dtype[np.uint8]]

FEATURES = ("object_detection", "scene_analysis", "face_detection")
LONGEST_SIDE = 1024  # pixels of a picture in which things are looked for: larger ones are looked at smaller
COLOURS = 3
_NEIGHBOURS = 5  # windows around a place that must agree with a cascade
_LEAST_WEIGHT = 0.3  # of a person
_CASCADES = {
    "eye": "haarcascade_eye.xml",
    "cat": "haarcascade_frontalcatface_extended.xml",
    "number plate": "haarcascade_russian_plate_number.xml",
}
_FACES = {"face": "haarcascade_frontalface_default.xml"}


class DetectedObject(NamedTuple):
    """Something in a picture: what, how certain (a weight that only grows with certainty), and where in pixels."""

    label: str
    confidence: float
    x: int
    y: int
    width: int
    height: int


class Scene(NamedTuple):
    """How a picture looks. Brightness and contrast go from 0 to 1; `sharpness` is the variance of its Laplacian.

    `colours` are the most frequent ones with the share of the picture that each takes, the first the largest.
    """

    width: int
    height: int
    brightness: float
    contrast: float
    sharpness: float
    colours: list[tuple[str, float]]


def chosen_features(features: Mapping[str, bool] | Iterable[str]) -> list[str]:
    """Return the features that somebody asks for, as names or as a dict of them.

    Raises `InvalidArgumentError` for an unknown one, and `InvalidTypeError` for what is neither.

    >>> chosen_features({"scene_analysis": True, "face_detection": False})
    ['scene_analysis']
    >>> chosen_features(["smiles"])
    Traceback (most recent call last):
    maif.errors.InvalidArgumentError: 'smiles' is no feature of a picture: there are ...
    """
    if isinstance(features, str) or not isinstance(features, Iterable):
        raise InvalidTypeError(f"features are names, or a dict of them, not {features!r}")
    wanted = [name for name, on in features.items() if on] if isinstance(features, Mapping) else list(features)
    for name in (*features,):
        if name not in FEATURES:
            raise InvalidArgumentError(f"{name!r} is no feature of a picture: there are {', '.join(FEATURES)}")
    return wanted


def analyze_image(data: bytes, features: Iterable[str] = ("object_detection", "scene_analysis")) -> dict[str, Any]:
    """Return what is seen in a picture in its file format, by feature: lists of `DetectedObject`, a `Scene`, as dicts.

    It looks for faces only if you ask for `face_detection`. It raises `InvalidArgumentError` for what is no picture,
    `MissingExtraError` without the extra `vision`.
    """
    picture = _decoded(data)
    found: dict[str, Any] = {}
    for name in chosen_features(features):
        if name == "scene_analysis":
            found[name] = _scene(picture)._asdict()
        else:
            detected = _objects(picture) if name == "object_detection" else _by_cascades(picture, _FACES)
            found[name] = [each._asdict() for each in detected]
    return found


def detect_objects(data: bytes) -> list[DetectedObject]:
    """Return people, eyes, cats and number plates in a picture, the most certain of each first; no faces."""
    return _objects(_decoded(data))


def detect_faces(data: bytes) -> list[DetectedObject]:
    """Return the faces in a picture that look at the camera, the most certain first."""
    return _by_cascades(_decoded(data), _FACES)


def analyze_scene(data: bytes) -> Scene:
    """Return how a picture looks: size, light, sharpness, colours."""
    return _scene(_decoded(data))


def _decoded(data: bytes) -> Picture:
    import numpy as np

    cv2 = _opencv()
    try:
        picture: Picture | None = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if len(data) else None
    except cv2.error as error:  # such as a picture of too many pixels
        raise InvalidArgumentError(f"the picture cannot be read: {error}") from None
    if picture is None:
        raise InvalidArgumentError(f"{len(data)} bytes that begin with {bytes(data[:8])!r} are no picture")
    return picture


def _objects(picture: Picture) -> list[DetectedObject]:
    return _people(picture) + _by_cascades(picture, _CASCADES)


def _people(picture: Picture) -> list[DetectedObject]:
    grey, scale = _looked_at(picture)
    if min(grey.shape) < 128:  # smaller than the detector's window
        return []
    boxes, weights = _this_thread("people", _people_detector).detectMultiScale(grey, winStride=(8, 8), scale=1.05)
    certain = [(box, weight) for box, weight in zip(boxes, weights, strict=True) if weight >= _LEAST_WEIGHT]
    return _listed("person", certain, scale)


def _by_cascades(picture: Picture, files: Mapping[str, str]) -> list[DetectedObject]:
    cv2, (grey, scale) = _opencv(), _looked_at(picture)
    found = []
    for label, file in files.items():
        cascade = _this_thread(file, partial(cv2.CascadeClassifier, f"{cv2.data.haarcascades}{file}"))
        boxes, _, weights = cascade.detectMultiScale3(grey, 1.1, _NEIGHBOURS, outputRejectLevels=True)
        found += _listed(label, zip(boxes, weights, strict=True), scale)
    return found


def _listed(label: str, boxes: Iterable[tuple[Any, Any]], scale: float) -> list[DetectedObject]:
    found = [
        DetectedObject(label, float(weight), *(round(float(side) / scale) for side in box)) for box, weight in boxes
    ]
    return sorted(found, key=lambda each: -each.confidence)


def _looked_at(picture: Picture) -> tuple[Picture, float]:
    """Return a picture in grey, made smaller if it is large, and its scale."""
    cv2 = _opencv()
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, LONGEST_SIDE / max(grey.shape))
    return (cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), scale) if scale < 1 else (grey, 1)


def _scene(picture: Picture) -> Scene:
    cv2 = _opencv()
    height, width = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    return Scene(width, height, float(grey.mean() / 255), float(grey.std() / 255), sharpness, _colours(picture))


def _colours(picture: Picture) -> list[tuple[str, float]]:
    """Return the most frequent colours: pixels that agree in the first three bits of each channel are taken as one."""
    import numpy as np

    pixels = picture[:: max(picture.shape[0] // 128, 1), :: max(picture.shape[1] // 128, 1)].reshape(-1, 3)
    cells = (pixels >> 5).astype(np.intp) @ [1, 8, 64]
    counts = np.bincount(cells, minlength=512)
    frequent = np.argsort(-counts, kind="stable")[:COLOURS]
    means = [pixels[cells == cell].mean(0).round().astype(int) for cell in frequent if counts[cell]]
    return [
        (f"#{red:02x}{green:02x}{blue:02x}", float(counts[cell] / len(pixels)))
        for cell, (blue, green, red) in zip(frequent, means, strict=False)
    ]


_local = threading.local()  # OpenCV's detectors keep what they work on: one for each thread


def _this_thread(name: str, make: Callable[[], Any]) -> Any:
    if not hasattr(_local, "detectors"):
        _local.detectors = {}
    if name not in _local.detectors:
        _local.detectors[name] = make()
    return _local.detectors[name]


def _people_detector() -> Any:
    cv2 = _opencv()
    detector = cv2.HOGDescriptor()
    detector.setSVMDetector(cv2.HOGDescriptor_getDefaultPeopleDetector())
    return detector


def _opencv() -> Any:
    try:
        import cv2
    except ImportError:
        raise MissingExtraError("opencv-python-headless", extra="vision", needed_for="looking at pictures") from None
    return cv2

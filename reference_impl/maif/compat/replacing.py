"""The other implementation's names in place of ours, in the modules where its programs look for them.

`maif` and `maif.streaming` are faces, which only re-export: there the names are replaced, and all others stay.
`maif.core` is a module of its own; what is imported under its name is theirs from then on. The engine imports no class
from these three, so that it goes on with ours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

_FACES = {
    "maif": ("maif.compat.core", "maif.compat.streaming"),
    "maif.streaming": ("maif.compat.streaming",),
}
_MODULES = {
    "maif.core": "maif.compat.core",
    "maif.core.secure_format": "maif.compat.secure_format",
}
_NOTHING: Any = object()
_before: list[tuple[ModuleType, str, Any]] = []  # what each name was, in the order in which they were replaced
_modules_before: dict[str, ModuleType | None] = {}


def replace_ours() -> None:
    """Put the other implementation's names in place of ours; twice is as good as once."""
    if _before:
        return
    theirs = {name: import_module(target) for name, target in _MODULES.items()}
    replacements = list(_names_of_faces())
    for name, module in theirs.items():
        _modules_before[name] = sys.modules.get(name)
        sys.modules[name] = module
        parent, _, leaf = name.rpartition(".")
        replacements.append((sys.modules[parent], leaf, module))
    for module, name, value in replacements:
        _before.append((module, name, vars(module).get(name, _NOTHING)))
        setattr(module, name, value)


def _names_of_faces() -> Iterator[tuple[ModuleType, str, Any]]:
    for face_name, rooms in _FACES.items():
        face = import_module(face_name)
        names = {name: getattr(room, name) for room in map(import_module, rooms) for name in room.__all__}
        yield from ((face, name, value) for name, value in names.items())
        yield face, "__all__", sorted({*face.__all__, *names})


def restore_ours() -> None:
    """Undo `replace_ours`: what programs import from now on is ours again."""
    while _before:
        module, name, value = _before.pop()
        if value is _NOTHING:
            delattr(module, name)
        else:
            setattr(module, name, value)
    while _modules_before:
        name, before = _modules_before.popitem()
        if before is None:
            del sys.modules[name]
        else:
            sys.modules[name] = before

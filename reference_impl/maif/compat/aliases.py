"""Older package names (`conveyor`, `maif_sdk`, `Module7_NiruHybrid`): the library's modules under a second name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

from maif.errors import MissingModuleError

_CONVEYOR = ("tasks", "stream", "pipeline", "decorators", "context", "error_handling")
ALIASES: Mapping[str, str] = {
    "conveyor": "maif.pipeline",
    **{f"conveyor.{name}": f"maif.pipeline.{name}" for name in _CONVEYOR},
    "maif_sdk": "maif.realtime",
    "Module7_NiruHybrid.streaming.stream_buffer": "maif.buffers",
    "Module7_NiruHybrid.streaming.stream_processor": "maif.query",
    "Module7_NiruHybrid.config": "maif.query",
}
"""The older names, and the module that each stands for."""
_EMPTY_PACKAGES = ("Module7_NiruHybrid", "Module7_NiruHybrid.streaming")
_OLD_NAMES = ("conveyor", "maif_sdk", "Module7_NiruHybrid")


class _Aliases(MetaPathFinder):
    """Finds a module by its older name."""

    def __init__(self) -> None:
        self.aliases: Mapping[str, str] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname in _EMPTY_PACKAGES:
            return ModuleSpec(fullname, _EmptyPackage(), is_package=True)
        if fullname.partition(".")[0] not in _OLD_NAMES:
            return None
        name = self._target(fullname)
        return None if name is None else ModuleSpec(fullname, _SecondName(name))

    def _target(self, alias: str) -> str | None:
        """Return the module that an alias stands for: a submodule of the same name, or the package that has it all.

        None where there is no such alias. Raises `MissingModuleError` where the library has no such module (yet).
        """
        package, _, name = alias.rpartition(".")
        target = self.aliases.get(alias) or (f"{self.aliases[package]}.{name}" if package in self.aliases else None)
        if target is None or _exists(target):
            return target
        if alias not in self.aliases:
            return None
        if package in self.aliases and _exists(self.aliases[package]):
            return self.aliases[package]
        raise MissingModuleError(
            f"{alias} stands for {target}, which this version of the library does not have", name=alias
        )


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # nor does its package
        return False


class _SecondName(Loader):
    """Gives a module that the library has, under another name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        module = importlib.import_module(self._name)
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._own_spec  # importing has just replaced it by the alias's


class _EmptyPackage(Loader):
    """Gives a package that has nothing in it but its submodules."""

    def exec_module(self, module: ModuleType) -> None:
        pass


_finder = _Aliases()
_replaced: dict[str, ModuleType] = {}  # really installed modules, imported before they were taken


def install_aliases(aliases: Mapping[str, str]) -> None:
    """Make the older names importable in this process; see `maif.compat.install`."""
    if _finder not in sys.meta_path:
        _finder.aliases = aliases
        sys.meta_path.insert(0, _finder)
        _replaced.update(_take_old_names())


def uninstall_aliases() -> None:
    """Undo `install_aliases`: the older names are again what they were before."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)
        _take_old_names()
        sys.modules.update(_replaced)
        _replaced.clear()


def _take_old_names() -> dict[str, ModuleType]:
    """Forget what was imported under the older names, and return it."""
    names = [name for name in sys.modules if name.partition(".")[0] in _OLD_NAMES]
    return {name: sys.modules.pop(name) for name in names}

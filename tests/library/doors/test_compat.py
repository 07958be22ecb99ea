"""`maif.compat`: code written for older package names runs unchanged."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from maif import compat
from maif.errors import MAIFError

# The aliases, for modules that a test lays down.
ELSEWHERE = {alias: target.replace("maif.", "target_") for alias, target in compat.ALIASES.items()}


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder in which a test can lay modules under the names of targets; the aliases point there."""
    monkeypatch.syspath_prepend(tmp_path)
    before = set(sys.modules)
    compat.install(ELSEWHERE)
    yield tmp_path
    compat.uninstall()
    for name in set(sys.modules) - before:
        del sys.modules[name]


def lay(folder: Path, **modules: str) -> None:
    for name, source in modules.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)


class TestAliases:
    def test_are_the_very_same_module(self, library: Path) -> None:
        lay(library, target_realtime="x = 1")
        assert importlib.import_module("maif_sdk") is importlib.import_module("target_realtime")

    def test_leave_the_module_its_own_name_and_spec(self, library: Path) -> None:
        lay(library, target_realtime="")
        module = importlib.import_module("maif_sdk")
        assert module.__spec__ is not None
        assert (module.__name__, module.__spec__.name) == ("target_realtime", "target_realtime")

    def test_run_a_module_once(self, library: Path) -> None:
        lay(library, target_realtime="import sys; sys.runs = getattr(sys, 'runs', 0) + 1")
        importlib.import_module("target_realtime")
        importlib.import_module("maif_sdk")
        assert sys.__dict__.pop("runs") == 1

    def test_of_submodules_stand_for_those_of_the_same_name(self, library: Path) -> None:
        (library / "target_pipeline").mkdir()
        (library / "target_pipeline/__init__.py").write_text("")
        (library / "target_pipeline/tasks.py").write_text("")
        tasks = importlib.import_module("conveyor.tasks")
        assert tasks is importlib.import_module("target_pipeline.tasks")

    def test_of_submodules_stand_for_the_package_where_there_are_none(self, library: Path) -> None:
        (library / "target_pipeline").mkdir()
        (library / "target_pipeline/__init__.py").write_text("single_task = 'here'")
        assert importlib.import_module("conveyor.decorators").single_task == "here"

    def test_reach_into_packages_that_are_nothing_else(self, library: Path) -> None:
        lay(library, target_buffers="StreamBuffer = 'here'", target_query="StreamingConfig = 'there'")
        buffers = importlib.import_module("Module7_NiruHybrid.streaming.stream_buffer")
        config = importlib.import_module("Module7_NiruHybrid.config")
        assert (buffers.StreamBuffer, config.StreamingConfig) == ("here", "there")

    @pytest.mark.parametrize("name", ["conveyor", "conveyor.tasks", "maif_sdk", "Module7_NiruHybrid.config"])
    def test_of_what_is_not_there_say_what_is_missing(self, library: Path, name: str) -> None:
        with pytest.raises(ModuleNotFoundError, match="stands for target_") as caught:
            importlib.import_module(name)
        assert isinstance(caught.value, MAIFError)

    @pytest.mark.parametrize("name", ["conveyor.nothing", "Module7_NiruHybrid.nothing"])
    def test_do_not_exist_for_other_submodules(self, library: Path, name: str) -> None:
        (library / "target_pipeline").mkdir()
        (library / "target_pipeline/__init__.py").write_text("")
        with pytest.raises(ModuleNotFoundError, match=f"No module named '{name}'"):
            importlib.import_module(name)

    def test_let_errors_of_the_module_through(self, library: Path) -> None:
        lay(library, target_realtime="1 / 0")
        with pytest.raises(ZeroDivisionError):
            importlib.import_module("maif_sdk")


class TestInstall:
    def test_wins_over_a_package_that_was_imported_before(self, library: Path) -> None:
        compat.uninstall()
        lay(library, maif_sdk="really = True", target_realtime="really = False")
        assert importlib.import_module("maif_sdk").really
        compat.install(ELSEWHERE)
        assert not importlib.import_module("maif_sdk").really

    def test_can_be_undone(self, library: Path) -> None:
        compat.uninstall()
        lay(library, maif_sdk="really = True", target_realtime="really = False")
        before = importlib.import_module("maif_sdk")
        compat.install(ELSEWHERE)
        importlib.import_module("maif_sdk")
        compat.uninstall()
        assert importlib.import_module("maif_sdk") is before

    def test_twice_is_as_good_as_once(self, library: Path) -> None:
        compat.install(ELSEWHERE)
        compat.uninstall()
        with pytest.raises(ModuleNotFoundError, match="No module named 'Module7_NiruHybrid'"):
            importlib.import_module("Module7_NiruHybrid")


def test_the_buffers_have_their_older_name() -> None:
    compat.install()
    try:
        from maif.buffers import StreamBuffer

        module = importlib.import_module("Module7_NiruHybrid.streaming.stream_buffer")
        assert module.StreamBuffer is StreamBuffer
    finally:
        compat.uninstall()


class TestRunning:
    def run(self, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "maif.compat", *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    def test_a_script_is_as_python_would_run_it(self, tmp_path: Path) -> None:
        lay(tmp_path, scripts__neighbour="x = 'found'")
        lay(tmp_path, scripts__script="import sys, neighbour\nprint(__name__, sys.argv, sys.path[0], neighbour.x)\n")
        run = self.run("scripts/script.py", "-m", "two words", cwd=tmp_path)
        plain = subprocess.run(
            [sys.executable, "scripts/script.py", "-m", "two words"], cwd=tmp_path, capture_output=True, text=True
        )
        assert (run.stdout, run.stderr) == (plain.stdout, "")

    def test_a_script_finds_the_older_names(self, tmp_path: Path) -> None:
        lay(tmp_path, script="from Module7_NiruHybrid.streaming.stream_buffer import StreamBuffer\nprint('found')")
        assert self.run("script.py", cwd=tmp_path).stdout == "found\n"

    def test_a_script_sees_the_same_compat_as_its_runner(self, tmp_path: Path) -> None:
        lay(tmp_path, script="from maif import compat\ncompat.uninstall()\nimport Module7_NiruHybrid")
        assert "No module named 'Module7_NiruHybrid'" in self.run("script.py", cwd=tmp_path).stderr

    def test_a_module_can_be_run_too(self, tmp_path: Path) -> None:
        lay(tmp_path, module="import sys, Module7_NiruHybrid\nprint(__name__, sys.argv[1:])")
        assert self.run("-m", "module", "x", cwd=tmp_path).stdout == "__main__ ['x']\n"

    def test_an_exit_code_is_passed_on(self, tmp_path: Path) -> None:
        lay(tmp_path, script="raise SystemExit(3)")
        assert self.run("script.py", cwd=tmp_path).returncode == 3

    @pytest.mark.parametrize("arguments", [(), ("missing.py",), ("-x",), ("-m",)])
    def test_nothing_exits_with_2_and_one_line(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        run = self.run(*arguments, cwd=tmp_path)
        assert (run.returncode, run.stderr.count("\n")) == (2, 1)

"""The place in which students' code runs: what can be seen there, and who may build it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from maif_course.classroom.isolation import Place, isolated, why_not
from maif_course.learner.assemble import LIBRARY
from maif_course.lesson import lessons_folder

if refused := why_not():  # pragma: no cover
    assert not os.environ.get("CI"), refused
    pytest.skip(f"students' code cannot be isolated here: {refused}", allow_module_level=True)

SEEN = """
import os, socket
print([path for path in ("/etc/passwd", "/var/log", LESSONS, LIBRARY) if os.path.exists(path)])
print(os.getuid() == 0, [line.split()[1] for line in open("/proc/self/status") if line.startswith("CapEff")])
print(sorted(name for _, name in socket.if_nameindex()), len(os.listdir("/proc/self/fd")) <= 4)
print(sorted(os.environ))
for folder in ("/", "/course", "/usr", "/home"):
    try:
        open(os.path.join(folder, "mark"), "w")
        print(folder, "can be written")
    except OSError:
        pass
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A place with an empty course."""
    course = tmp_path / "course"
    course.mkdir()
    for folder in (course, *list(course.parents)[:2]):
        folder.chmod(0o755)
    return isolated(course)


def run_there(place: Place, source: str) -> list[str]:
    """Run a source where an observer would run, and return the lines that it prints."""
    command = [*place.command[: place.command.index("-m")], "-c", source]
    done = subprocess.run(command, env=dict(place.environment), capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.splitlines()


def test_code_sees_the_system_the_course_and_nothing_else(place: Place) -> None:
    named = f"LESSONS, LIBRARY = {str(lessons_folder())!r}, {str(LIBRARY)!r}\n"
    there, rights, devices, environment, *written = run_there(place, named + SEEN)
    assert there == "[]"
    assert rights == "False ['0000000000000000']"
    assert devices == "['lo'] True"
    assert "TOKEN" not in environment
    assert written == []


def test_scratch_space_ends_at_its_bound(place: Place) -> None:
    filling = "[open(str(number), 'wb').write(bytes(1 << 20)) for number in range(100)]"
    source = f"try:\n    {filling}\nexcept OSError as error:\n    print(error)"
    assert "No space left" in run_there(place, source)[0]


def test_no_other_process_is_there(place: Place) -> None:
    source = "import os\nprint(len([name for name in os.listdir('/proc') if name.isdigit()]))"
    assert int(run_there(place, source)[0]) <= 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_isolates_in_a_namespace_of_their_own() -> None:
    seen = ["bwrap", "--dev-bind", "/", "/", "--cap-add", "ALL", "--perms", "0755", "--tmpfs", "/root"]
    if sys.base_prefix.startswith("/root/"):  # or an ordinary user could not run this interpreter
        for parent in list(Path(sys.base_prefix).parents)[-3::-1]:
            seen += ["--perms", "0755", "--dir", str(parent)]
        seen += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    ordinary = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--inh-caps=-all"]
    source = "import os; from maif_course.classroom.isolation import why_not; print(os.geteuid(), repr(why_not()))"
    package = str(Path(__file__).parents[2] / "reference_impl")
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": package, "HOME": "/tmp"}
    command = [*seen, "--", *ordinary, sys.executable, "-c", source]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split(" ", 1) == ["65534", "''\n"], done.stderr

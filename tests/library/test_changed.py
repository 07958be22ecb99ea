"""`make quick` runs the tests that know something of what changed, and no others."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[1] / "changed.py"
FILES = {
    "reference_impl/maif/flow/limiter.py": "",
    "reference_impl/maif/flow/__init__.py": "",
    "tests/library/serving.py": "",
    "tests/library/test_limiter.py": "if False:\n    from maif.flow import limiter\ndef test_it(): pass\n",
    "tests/library/test_serving.py": "if False:\n    import serving\ndef test_it(): pass\n",
    "tests/course/test_matrix.py": """
import pytest
@pytest.mark.parametrize("row", ["01.1-stub", "02.1-stub"])
def test_it(row): pass
""",
    "lessons/01_generators/checks.py": "",
    "lessons/02_chunks/checks.py": "",
    "README.md": "",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    shutil.copy(PLUGIN, tmp_path / "tests" / "changed.py")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True)
    return tmp_path


def collected(repository: Path) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "pytest", "-p", "tests.changed", "-p", "no:cacheprovider", "-q", "--collect-only"]
    done = subprocess.run([*command, "tests"], cwd=repository, capture_output=True, text=True)
    tests = (line.split("::") for line in done.stdout.splitlines() if "::" in line)
    return done.returncode, [f"{Path(file).stem}: {test}" for file, test in tests]


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("reference_impl/maif/flow/limiter.py", ["test_limiter: test_it"]),
        ("tests/library/serving.py", ["test_serving: test_it"]),
        ("tests/library/test_limiter.py", ["test_limiter: test_it"]),
        ("lessons/02_chunks/checks.py", ["test_matrix: test_it[02.1-stub]"]),
        ("README.md", []),
    ],
)
def test_what_changed_decides_what_is_run(repository: Path, changed: str, tests: list[str]) -> None:
    with (repository / changed).open("a") as file:
        file.write("# changed\n")
    assert collected(repository) == (0, tests)


def test_where_nothing_changed_the_last_commit_counts(repository: Path) -> None:
    assert len(collected(repository)[1]) == 4

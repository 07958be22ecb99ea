"""Root grades as an ordinary user, or is told why not."""

from __future__ import annotations

import os

import pytest

from learners import run
from maif_course.classroom.becoming import become
from maif_course.errors import CourseError
from maif_course.sandbox import apart

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@AS_ROOT
def test_root_becomes_that_user_for_good_or_hears_that_this_python_is_for_root_alone() -> None:
    def tried() -> tuple[int, bool]:
        become("nobody")
        try:
            os.setuid(0)
        except PermissionError:
            return os.geteuid(), os.environ["USER"] == "nobody"
        return 0, False

    told = ""
    try:
        became = apart(tried)
    except CourseError as error:
        told = str(error)
    assert "cannot run this Python" in told if told else became == (65534, True)  # which, depends on the machine


@AS_ROOT
@pytest.mark.parametrize(("user", "told"), [("nobody-at-all", "there is no user"), ("root", "is root")])
def test_who_is_not_there_or_is_root_is_refused(user: str, told: str) -> None:
    with pytest.raises(CourseError, match=told):
        become(user)
    code, said = run("grade", "submissions", "--as", user)
    assert code != 0
    assert told in said


def test_who_is_no_root_grades_as_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(CourseError, match="only root"):
        become("nobody")

"""`python -m benchmarks [NAME …]`: run the measurements, and rewrite their tables in `benchmarks/README.md`.

A measurement is a module `benchmarks/bench_NAME.py` whose `rows()` yields `harness.Row`s.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from pathlib import Path

from benchmarks.harness import HEAD

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"


def main(names: list[str]) -> None:
    for name in names or sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py")):
        module = importlib.import_module(f"benchmarks.bench_{name}")
        lines = [HEAD]
        print(f"\n{name}\n{HEAD}")
        for row in module.rows():
            print(row, flush=True)
            lines.append(str(row))
        page = _put(README.read_text(), name, "\n".join(lines))
        README.write_text(_put(page, "machine", machine()))


def _put(page: str, name: str, text: str) -> str:
    """Replace what stands between the page's marks for `name`."""
    begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    if begin not in page or end not in page:
        raise SystemExit(f"{README} has no place for {name}: add the lines '{begin}' and '{end}'")
    before, rest = page.split(begin, 1)
    return f"{before}{begin}\n{text}\n{end}{rest.split(end, 1)[1]}"


def machine() -> str:
    """Return one line that names the machine."""
    model = (
        re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text()) if Path("/proc/cpuinfo").exists() else None
    )
    processor = model[1] if model else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:])

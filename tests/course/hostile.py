"""What students' code may try: each attack as a cell that stands before the piece, or in its place."""

from __future__ import annotations

import textwrap

STAND_IN = "def closed_windows(items, spans_at, *, timestamp, lateness, on_late):\n"


def piece(body: str) -> str:
    """Return a piece cell with this body."""
    return STAND_IN + textwrap.indent(textwrap.dedent(body).strip(), "    ")


PASSED = (
    '{"tuple": ["told", {"tuple": ["ended", {"dict": [["check", "%s"], ["title", ""], ["points", 2], ["passed", true],'
    ' ["cause", ""], ["why", ""], ["call", ""], ["got", ""], ["expected", ""], ["printed", ""]]}]}]}'
)

EARN_NOTHING = {  # in the place of the piece
    "imports the library's piece": "from maif.windows.watermark import closed_windows",
    "wraps the library's piece": piece(
        """
        import maif.windows.watermark as library
        yield from library.closed_windows(items, spans_at, timestamp=timestamp, lateness=lateness, on_late=on_late)
        """
    ),
    "runs the source of the library's piece": """
import inspect
from maif.windows import watermark
exec(inspect.getsource(watermark))
""",
    "looks for answers on disk": """
import pathlib
found = []
for folder in ("/course", "/work", "/home", "/root", "/tmp", "/usr/lib/python3", "/proc/1/root", "/proc/1/cwd"):
    for path in pathlib.Path(folder).rglob("*[0-9]_*/**/*.*"):
        try:
            text = path.read_text()
        except Exception:
            continue
        if "BEGIN SOLUTION" in text and "def closed_windows" in text:
            found.append(text)
exec(found[0])
""",
    "patches what compares": piece("return iter(())")
    + """
import maif_course.checks.rows, maif_course.checks.trial, maif_course.classroom.observing as observing
maif_course.checks.trial.same_rows = lambda *_: True
maif_course.checks.trial.Trial.compare = lambda self, *_, **__: setattr(self, "compared", 1)
observing.Observing.compare = lambda self, *_, **__: setattr(self, "compared", 1)
""",
    "patches what runs a check": piece("return iter(())")
    + """
import maif_course.classroom.observing as observing, maif_course.classroom.observer as observer
from maif_course.checks import Result
observing.run = lambda check, *_, **__: Result(check.id, check.title, check.points, True)
""",
    "tells that a check has passed": piece("return iter(())")
    + f"""
import os
for check in ("07.3.late", "07.3.soon", "07.3.held"):
    for descriptor in range(1, 64):
        try:
            os.write(descriptor, (({PASSED!r} % check) + "\\n").encode())
        except OSError:
            pass
""",
    "writes a pickle, and lines without an end": piece(
        """
        import os, pickle
        for descriptor in range(3, 64):
            try:
                os.write(descriptor, pickle.dumps(print) + b"x" * 100_000)
            except OSError:
                pass
        """
    ),
    "looks for what is expected in frames": piece(
        """
        import sys
        frame = sys._getframe()
        while frame is not None:
            for name, value in {**frame.f_globals, **frame.f_locals}.items():
                if name in ("want", "due", "rows", "look_back") and value:
                    return iter(value(items, spans_at, lateness) if callable(value) else value)
            frame = frame.f_back
        return iter(())
        """
    ),
    "looks for what is expected among all objects": piece(
        """
        import gc
        for found in gc.get_objects():
            if getattr(found, "__name__", "") == "look_back":
                return iter(found(list(items), spans_at, lateness))
        return iter(())
        """
    ),
    "gives back what equals everything": piece(
        """
        class Anything(tuple):
            def __new__(cls, *_): return tuple.__new__(cls, (0, 10, [0]))
            def __eq__(self, other): return True
            def __hash__(self): return 0
        for item in items:
            yield Anything()
        """
    ),
    "ends its process": piece("import os; os._exit(0)"),
    "kills who started it": piece("import os, signal; os.kill(os.getppid(), signal.SIGKILL); os.kill(-1, 9)"),
    "raises what ends a program": piece("raise KeyboardInterrupt"),
    "never comes to an end": piece("while True: pass"),
    "recurses without an end": piece("return closed_windows(items, spans_at, timestamp=0, lateness=0, on_late=0)"),
    "takes all memory": piece("yield [bytearray(1 << 26) for _ in range(1 << 12)]"),
    "gives back more than can be told": piece("yield from ((0, 10, ['x' * (1 << 20)]) for _ in range(1 << 20))"),
    "gives back a list within itself": piece("loop = []; loop.extend([loop, loop]); yield (0, 10, loop)"),
    "reads a file of the machine": piece("yield from open('/etc/passwd')"),
}

DO_NO_HARM = {  # in a cell above an honest solution
    "starts processes without an end": """
import os, time
for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(1000)
    except OSError:
        break
""",
    "leaves a daemon behind": """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(1000)
    os._exit(0)
""",
    "prints a flood": "import os\nfor _ in range(2000): print('PASS 07.3.late ' * 500); os.write(1, b'x' * 10_000)",
    "writes a huge file": "with open('huge', 'wb') as file:\n    for _ in range(1000): file.write(bytes(1 << 20))",
    "writes outside": "open('/course/maif/__init__.py', 'w').write('raise SystemExit')",
    "makes a file in the root": "open('/hello', 'w')",
    "asks the network": "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)",
    "waits for input": "input()",
    "says goodbye": "raise SystemExit",
    "is no Python": "def (:",
    "closes every descriptor but the one that tells": "import os; os.closerange(0, 3)",
}

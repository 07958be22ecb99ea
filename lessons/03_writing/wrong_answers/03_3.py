"""Misconceptions about task 03.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "spill_ends_with_its_last_write",
        believes="Takes the place after the last write for the size, and an empty write for none",
        fails={"03.3.back": "size-first"},
        edits=[
            (
                "self.size += len(data)",
                "self.size = self._file.tell() if data else 0",
            ),
        ],
    ),
    Wrong(
        "spill_never_rewinds",
        believes="Reads on from where it wrote",
        fails={"03.3.back": "nothing-back", "03.3.held": "lost"},
        edits=[
            (
                """
                for position in range(0, self.size, 1 << 16):
                    self._file.seek(position)
                    yield self._file.read(1 << 16)
                """,
                """
                while piece := self._file.read(1 << 16):
                    yield piece
                """,
            )
        ],
    ),
    Wrong(
        "spill_keeps_buffers",
        believes="Keeps what it was given until there is enough to write",
        fails={"03.3.back": "theirs"},
    ),
    Wrong(
        "spill_reads_past_its_buffer",
        believes="What was given to a file is in the file",
        fails={"03.3.back": "unflushed"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.TemporaryFile(dir=folder)",
            ),
            (
                """
                self._file.seek(position)
                yield self._file.read(1 << 16)
                """,
                "yield os.pread(self._file.fileno(), 1 << 16, position)",
            ),
        ],
    ),
    Wrong(
        "spill_has_one_name",
        believes="Gives every spill of a folder the same file",
        fails={"03.3.back": "mixed", "03.3.held": "left-behind"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                'self._file = open(os.path.join(folder or tempfile.gettempdir(), "spill"), "w+b")',
            )
        ],
    ),
    Wrong(
        "spill_is_one_for_all",
        believes="Opens one file for all spills, and remembers where each of them begins",
        fails={"03.3.back": "mixed"},
    ),
    Wrong(
        "spill_reads_all",
        believes="Writes to a file, and reads the whole of it back",
        fails={"03.3.back": "big-pieces", "03.3.held": "read-at-once"},
        edits=[
            (
                """
                for position in range(0, self.size, 1 << 16):
                    self._file.seek(position)
                    yield self._file.read(1 << 16)
                """,
                """
                self._file.seek(0)
                yield self._file.read()
                """,
            )
        ],
    ),
    Wrong(
        "spill_is_its_own_iterator",
        believes="Is an iterator, which gives everything once",
        fails={"03.3.back": "once-only"},
        edits=[
            (
                """
                self.size = 0
                self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)
                """,
                """
                self.size = self._read = 0
                self._file = tempfile.TemporaryFile(dir=folder)
                """,
            ),
            (
                """
                def __iter__(self):
                    for position in range(0, self.size, 1 << 16):
                        self._file.seek(position)
                        yield self._file.read(1 << 16)
                """,
                """
                def __iter__(self):
                    return self

                def __next__(self):
                    self._file.seek(self._read)
                    piece = self._file.read(1 << 16)
                    self._read += len(piece)
                    if not piece:
                        raise StopIteration
                    return piece
                """,
            ),
        ],
    ),
    Wrong(
        "spill_writes_where_it_reads",
        believes="Writes wherever the last reader has left the file",
        fails={"03.3.back": "overwritten"},
        edits=[("self._file.seek(0, os.SEEK_END)", "")],
    ),
    Wrong(
        "spill_loops_share_a_place",
        believes="Rewinds when a loop begins, and reads on from where the file is",
        fails={"03.3.back": "one-place"},
        edits=[("self._file.seek(position)", "if not position:\n    self._file.seek(0)")],
    ),
    Wrong(
        "spill_reads_whole_pieces",
        believes="Reads pieces of 64 KiB, and loses what is left",
        fails={"03.3.back": "piece-lost", "03.3.held": None},
        edits=[
            (
                "for position in range(0, self.size, 1 << 16):",
                "for position in range(0, self.size - (1 << 16) + 1, 1 << 16):",
            ),
        ],
    ),
    Wrong(
        "spill_size_is_its_place",
        believes="Takes the place in the file for the end of it",
        fails={"03.3.back": "size"},
        edits=[
            ("self.size = 0", ""),
            ("self.size += len(data)", ""),
            (
                "def close(self):",
                """
                @property
                def size(self):
                    return self._file.tell()

                def close(self):
                """,
            ),
        ],
    ),
    Wrong(
        "spill_wants_a_folder",
        believes="Whoever makes a spill says where it lies",
        fails={"03.3.back": "raised", "03.3.held": "raised"},
        edits=[("def __init__(self, folder=None):", "def __init__(self, folder):")],
    ),
    Wrong(
        "spill_slices_memory",
        believes="Yields small pieces, of bytes that are all in memory",
        fails={"03.3.held": "kept"},
    ),
    Wrong(
        "spill_moves_late",
        believes="Two megabytes are little, too",
        fails={"03.3.held": "moved-late"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.SpooledTemporaryFile(2 << 20, dir=folder)",
            )
        ],
    ),
    Wrong(
        "spill_keeps_short_ones",
        believes="Short writes are too short to count, and wait for a longer one",
        fails={"03.3.held": "moved-late"},
    ),
    Wrong(
        "spill_in_memory_without_folder",
        believes="Keeps all in memory where no folder is named",
        fails={"03.3.held": "folder-only"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.SpooledTemporaryFile(1 << 20 if folder else 0, dir=folder)",
            ),
        ],
    ),
    Wrong(
        "spill_leaves_its_file",
        believes="Makes a file with a name, and does not remove it",
        fails={"03.3.held": "left-behind"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.NamedTemporaryFile(dir=folder, delete=False)",
            )
        ],
    ),
    Wrong(
        "spill_leaves_its_folder",
        believes="Makes a folder for its file, and removes the file alone",
        fails={"03.3.held": "left-behind"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=tempfile.mkdtemp(dir=folder))",
            )
        ],
    ),
    Wrong(
        "spill_stays_open",
        believes="What has no name needs no closing",
        fails={"03.3.held": "left-open"},
        edits=[("self._file.close()", "self.size = 0")],
    ),
    Wrong(
        "spill_loops_leave_files_open",
        believes="Opens the file again for each loop, and closes it where the loop ends",
        fails={"03.3.held": "left-open"},
        edits=[
            (
                "self._file.write(data)",
                """
                self._file.write(data)
                self._file.flush()
                """,
            ),
            (
                """
                for position in range(0, self.size, 1 << 16):
                    self._file.seek(position)
                    yield self._file.read(1 << 16)
                """,
                """
                self._file.rollover()
                again = os.dup(self._file.fileno())
                for position in range(0, self.size, 1 << 16):
                    yield os.pread(again, 1 << 16, position)
                os.close(again)
                """,
            ),
        ],
    ),
    Wrong(
        "spill_ends_at_white_space",
        believes="Takes a piece of white space for the end",
        fails={"03.3.held": "lost"},
        edits=[
            (
                """
                for position in range(0, self.size, 1 << 16):
                    self._file.seek(position)
                    yield self._file.read(1 << 16)
                """,
                """
                for position in range(0, self.size, 1 << 16):
                    self._file.seek(position)
                    if (piece := self._file.read(1 << 16)).isspace():
                        return
                    yield piece
                """,
            ),
        ],
    ),
    Wrong(
        "spill_lies_anywhere",
        believes="One folder for temporary files is as good as another",
        fails={"03.3.held": "raised"},
        edits=[
            (
                "self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)",
                "self._file = tempfile.SpooledTemporaryFile(1 << 20)",
            )
        ],
    ),
]

"""Misconceptions about task 04.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "index_names_of_its_own",
        believes="Gives a field another name",
        fails={"04.2.fields": "names"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type", ">u4"), ("flags", ">u4")])',
            )
        ],
    ),
    Wrong(
        "index_of_nothing_has_no_fields",
        believes="An index without entries is any array without elements",
        fails={"04.2.fields": "names"},
        edits=[
            (
                "return np.frombuffer(buffer, dtype=fields)",
                "return np.frombuffer(buffer, dtype=fields) if len(buffer) else np.array([])",
            )
        ],
    ),
    Wrong(
        "index_short_size",
        believes="Takes 4 bytes for the size, as it has in a block's header",
        fails={"04.2.fields": "length"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u4"), ("type_code", ">u2"), ("flags", ">u2")])',
            )
        ],
    ),
    Wrong(
        "index_by_len_of_buffer",
        believes="Every buffer has as many items as bytes",
        fails={"04.2.fields": "length"},
        edits=[
            (
                "return np.frombuffer(buffer, dtype=fields)",
                "return np.ndarray(len(buffer) // 24, dtype=fields, buffer=buffer)",
            )
        ],
    ),
    Wrong(
        "index_machine_order",
        believes="Leaves the byte order to the machine",
        fails={"04.2.fields": "byte-order"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", "u8"), ("size", "u8"), ("type_code", "u4"), ("flags", "u4")])',
            )
        ],
    ),
    Wrong(
        "index_little_flags",
        believes="One flag is one byte, in whatever order",
        fails={"04.2.fields": "byte-order"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", "<u4")])',
            )
        ],
    ),
    Wrong(
        "index_of_signed_numbers",
        believes="Numbers of 8 bytes are `i8`",
        fails={"04.2.fields": "signed"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">i8"), ("size", ">i8"), ("type_code", ">i4"), ("flags", ">i4")])',
            )
        ],
    ),
    Wrong(
        "index_of_signed_types",
        believes="Offsets need the sign's bit, letters do not",
        fails={"04.2.fields": "signed"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">i4"), ("flags", ">u4")])',
            )
        ],
    ),
    Wrong(
        "index_size_first",
        believes="Puts the size before the offset",
        fails={"04.2.fields": "places"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("size", ">u8"), ("offset", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
            )
        ],
    ),
    Wrong(
        "index_flags_first",
        believes="Puts the flags before the type",
        fails={"04.2.fields": "places"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("flags", ">u4"), ("type_code", ">u4")])',
            )
        ],
    ),
    Wrong(
        "index_is_sorted",
        believes="Sorts the entries by their size",
        fails={"04.2.fields": "order", "04.2.mapped": "copied"},
        edits=[
            (
                "return np.frombuffer(buffer, dtype=fields)",
                'return np.sort(np.frombuffer(buffer, dtype=fields), order="size")',
            ),
        ],
    ),
    Wrong(
        "index_type_as_letters",
        believes="Keeps the type's four letters",
        fails={"04.2.fields": "letters"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", "S4"), ("flags", ">u4")])',
            )
        ],
    ),
    Wrong(
        "index_of_small_numbers",
        believes="Turns everything into numbers of 4 bytes, which are handier",
        fails={"04.2.fields": "cut", "04.2.mapped": "copied"},
        edits=[
            (
                """
                fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
                return np.frombuffer(buffer, dtype=fields)
                """,
                """
                names = ("offset", "size", "type_code", "flags")
                fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
                return np.frombuffer(buffer, dtype=fields).astype([(name, "u4") for name in names])
                """,
            )
        ],
    ),
    Wrong(
        "index_short_at_the_end",
        believes="A size is never beyond 4 GB, so its last 4 bytes will do",
        fails={"04.2.fields": "cut"},
        edits=[
            (
                'fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])',
                """
                names, formats = ["offset", "size", "type_code", "flags"], [">u8", ">u4", ">u4", ">u4"]
                fields = np.dtype({"names": names, "formats": formats, "offsets": [0, 12, 16, 20]})
                """,
            )
        ],
    ),
    Wrong(
        "index_byteswapped",
        believes="Reads in the machine's order and turns the bytes afterwards, which makes new ones",
        fails={"04.2.mapped": "copied"},
        edits=[
            (
                """
                fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
                return np.frombuffer(buffer, dtype=fields)
                """,
                """
                fields = np.dtype([("offset", "<u8"), ("size", "<u8"), ("type_code", "<u4"), ("flags", "<u4")])
                return np.frombuffer(buffer, dtype=fields).byteswap()
                """,
            )
        ],
    ),
    Wrong(
        "index_of_bytes",
        believes="Takes the bytes out of the buffer first",
        fails={"04.2.mapped": "copied"},
        edits=[("return np.frombuffer(buffer, dtype=fields)", "return np.frombuffer(bytes(buffer), dtype=fields)")],
    ),
    Wrong(
        "index_of_tuples",
        believes="Unpacks every entry, and makes an array of what came out",
        fails={"04.2.mapped": "copied"},
        edits=[
            (
                """
                fields = np.dtype([("offset", ">u8"), ("size", ">u8"), ("type_code", ">u4"), ("flags", ">u4")])
                return np.frombuffer(buffer, dtype=fields)
                """,
                """
                fields = np.dtype([("offset", "u8"), ("size", "u8"), ("type_code", "u4"), ("flags", "u4")])
                return np.array(list(struct.iter_unpack(">QQII", buffer)), dtype=fields)
                """,
            )
        ],
    ),
]

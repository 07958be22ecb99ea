"""Misconceptions about task 18.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "fields_no_event",
        believes="Ends nothing",
        fails={"18.5.fields": "no-event", "18.5.ends": None, "18.5.id": None},
        edits=[
            ("return None if line else self._ended()", "return None"),
        ],
    ),
    Wrong(
        "fields_space_kept",
        believes="Keeps the space after the colon",
        fails={"18.5.fields": "space-kept", "18.5.ends": None, "18.5.id": None, "18.5.retry": None},
        edits=[
            ('value = value.removeprefix(" ")', ""),
        ],
    ),
    Wrong(
        "fields_split",
        believes="Splits at each colon",
        fails={"18.5.fields": "colon-cut"},
        edits=[
            ('name, _, value = line.partition(":")', 'name, value = [*line.split(":"), ""][:2]'),
        ],
    ),
    Wrong(
        "fields_strip",
        believes="Strips all spaces",
        fails={"18.5.fields": "stripped"},
        edits=[
            ('value = value.removeprefix(" ")', "value = value.strip()"),
        ],
    ),
    Wrong(
        "fields_tab",
        believes="Takes a tab off as well",
        fails={"18.5.fields": "stripped"},
        edits=[
            (
                'value = value.removeprefix(" ")',
                'value = value[1:] if value[:1] in (" ", "\\t") else value',
            ),
        ],
    ),
    Wrong(
        "fields_first_letter",
        believes="Cuts off the first letter, whatever it is",
        fails={"18.5.fields": "letter-lost", "18.5.retry": None},
        edits=[
            ('value = value.removeprefix(" ")', "value = value[1:]"),
        ],
    ),
    Wrong(
        "fields_newline_left",
        believes="Leaves the last newline",
        fails={"18.5.fields": "newline-left", "18.5.ends": None, "18.5.id": None},
        edits=[
            (
                'return (kind, data.removesuffix("\\n"), self._id) if data else None',
                "return (kind, data, self._id) if data else None",
            ),
        ],
    ),
    Wrong(
        "fields_need_a_colon",
        believes="Passes over lines without a colon",
        fails={"18.5.fields": "bare-lost", "18.5.ends": None, "18.5.id": None},
        edits=[
            (
                """
                if name == "event":
                    self._type = value
                """,
                """
                if ":" not in line:
                    pass
                elif name == "event":
                    self._type = value
                """,
            ),
        ],
    ),
    Wrong(
        "fields_strip_lines",
        believes="Takes all newlines off the data",
        fails={"18.5.fields": "ends-lost"},
        edits=[
            (
                'return (kind, data.removesuffix("\\n"), self._id) if data else None',
                'return (kind, data.strip("\\n"), self._id) if data else None',
            ),
        ],
    ),
    Wrong(
        "fields_last_line",
        believes="Keeps the last line of data",
        fails={"18.5.fields": "last-line"},
        edits=[
            ('self._data += value + "\\n"', 'self._data = value + "\\n"'),
        ],
    ),
    Wrong(
        "fields_any_case",
        believes="Takes `Data` for `data`",
        fails={"18.5.fields": "others-taken", "18.5.retry": None},
        edits=[
            (
                'name, _, value = line.partition(":")',
                """
                name, _, value = line.partition(":")
                name = name.lower()
                """,
            ),
        ],
    ),
    Wrong(
        "fields_first_type",
        believes="Keeps the first type",
        fails={"18.5.fields": "first-type"},
        edits=[
            (
                """
                if name == "event":
                    self._type = value
                """,
                """
                if name == "event":
                    self._type = self._type or value
                """,
            ),
        ],
    ),
    Wrong(
        "fields_no_type",
        believes="Knows no type by default",
        fails={"18.5.fields": "no-type", "18.5.ends": None, "18.5.id": None},
        edits=[
            ('kind, data = self._type or "message", self._data', "kind, data = self._type, self._data"),
        ],
    ),
    Wrong(
        "fields_at_data",
        believes="Ends an event with its data",
        fails={"18.5.fields": None, "18.5.ends": "too-early", "18.5.id": None},
        edits=[
            ("return None if line else self._ended()", 'return self._ended() if name == "data" or not line else None'),
        ],
    ),
    Wrong(
        "fields_blank_ends",
        believes="Takes a line of spaces for an empty one",
        fails={"18.5.ends": "too-early"},
        edits=[
            (
                "return None if line else self._ended()",
                "return None if line.strip() else self._ended()",
            ),
        ],
    ),
    Wrong(
        "fields_without_data",
        believes="Lets every empty line end an event",
        fails={"18.5.ends": "without-data", "18.5.id": None},
        edits=[
            (
                'return (kind, data.removesuffix("\\n"), self._id) if data else None',
                'return kind, data.removesuffix("\\n"), self._id',
            ),
        ],
    ),
    Wrong(
        "fields_empty_lost",
        believes="Takes empty data for none",
        fails={"18.5.ends": "empty-lost"},
        edits=[
            (
                'return (kind, data.removesuffix("\\n"), self._id) if data else None',
                'return (kind, data.removesuffix("\\n"), self._id) if data.strip("\\n") else None',
            ),
        ],
    ),
    Wrong(
        "fields_type_stays",
        believes="Forgets a type only with its event",
        fails={"18.5.ends": "type-stays"},
        edits=[
            (
                'self._type = self._data = ""',
                """
                self._data = ""
                if data:
                    self._type = ""
                """,
            ),
        ],
    ),
    Wrong(
        "fields_data_stays",
        believes="Never forgets data",
        fails={"18.5.ends": "data-stays", "18.5.id": None},
        edits=[
            ('self._type = self._data = ""', 'self._type = ""'),
        ],
    ),
    Wrong(
        "fields_shared",
        believes="Keeps the data in the class",
        fails={"18.5.ends": "shared"},
    ),
    Wrong(
        "fields_id_at_once",
        believes="Lets an id count with its line",
        fails={"18.5.id": "at-once"},
        edits=[
            (
                """
                elif name == "id" and "\\0" not in value:
                    self._id = value
                """,
                """
                elif name == "id" and "\\0" not in value:
                    self._id = self.last_event_id = value
                """,
            ),
        ],
    ),
    Wrong(
        "fields_id_unset",
        believes="Sets no id",
        fails={"18.5.id": "unset"},
        edits=[
            ("self.last_event_id = self._id", ""),
        ],
    ),
    Wrong(
        "fields_id_with_data",
        believes="Lets an id count where there is data",
        fails={"18.5.id": "needs-data"},
        edits=[
            (
                "self.last_event_id = self._id",
                """
                if self._data:
                    self.last_event_id = self._id
                """,
            ),
        ],
    ),
    Wrong(
        "fields_id_any",
        believes="Takes every id",
        fails={"18.5.id": "null-taken"},
        edits=[
            (
                """
                elif name == "id" and "\\0" not in value:
                    self._id = value
                """,
                """
                elif name == "id":
                    self._id = value
                """,
            ),
        ],
    ),
    Wrong(
        "fields_part_of_an_id",
        believes="Takes the null character out of an id",
        fails={"18.5.id": "null-taken"},
        edits=[
            (
                'elif name == "id" and "\\0" not in value:',
                'elif name == "id":',
            ),
            (
                "self._id = value",
                'self._id = value.replace("\\0", "")',
            ),
        ],
    ),
    Wrong(
        "fields_id_not_empty",
        believes="Passes over an empty id",
        fails={"18.5.id": "empty-passed"},
        edits=[
            (
                """
                elif name == "id" and "\\0" not in value:
                    self._id = value
                """,
                """
                elif name == "id" and value and "\\0" not in value:
                    self._id = value
                """,
            ),
        ],
    ),
    Wrong(
        "fields_id_forgotten",
        believes="Forgets the id with its event",
        fails={"18.5.id": "forgotten"},
        edits=[
            (
                'self._type = self._data = ""',
                """
                self._type = self._data = ""
                key, self._id = self._id, ""
                """,
            ),
            (
                'return (kind, data.removesuffix("\\n"), self._id) if data else None',
                'return (kind, data.removesuffix("\\n"), key) if data else None',
            ),
        ],
    ),
    Wrong(
        "retry_unset",
        believes="Keeps the pause to itself",
        fails={"18.5.retry": "unset"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self._retry = int(value) / 1000
                """,
            ),
        ],
    ),
    Wrong(
        "retry_in_milliseconds",
        believes="Keeps milliseconds",
        fails={"18.5.retry": "milliseconds"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value)
                """,
            ),
        ],
    ),
    Wrong(
        "retry_in_whole_seconds",
        believes="Divides without a rest",
        fails={"18.5.retry": "whole"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) // 1000
                """,
            ),
        ],
    ),
    Wrong(
        "retry_any_whole_number",
        believes="Takes whatever `int` takes",
        fails={"18.5.retry": "negative"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry":
                    with suppress(ValueError):
                        self.retry = int(value) / 1000
                """,
            ),
            (
                'name, _, value = line.partition(":")',
                """
                from contextlib import suppress
                name, _, value = line.partition(":")
                """,
            ),
        ],
    ),
    Wrong(
        "retry_any_number",
        believes="Takes a fraction, too",
        fails={"18.5.retry": "fraction"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isascii() and value.replace(".", "").isdigit():
                    self.retry = float(value) / 1000
                """,
            ),
        ],
    ),
    Wrong(
        "retry_not_zero",
        believes="Takes 0 for no pause at all",
        fails={"18.5.retry": "zero-passed"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isascii() and value.isdigit() and int(value):
                    self.retry = int(value) / 1000
                """,
            ),
        ],
    ),
    Wrong(
        "retry_digits_of_all_scripts",
        believes="Takes every digit that `int` knows",
        fails={"18.5.retry": "other-digits"},
        edits=[
            (
                """
                elif name == "retry" and value.isascii() and value.isdigit():
                    self.retry = int(value) / 1000
                """,
                """
                elif name == "retry" and value.isdecimal():
                    self.retry = int(value) / 1000
                """,
            ),
        ],
    ),
    Wrong(
        "fields_retry_once",
        believes="Forgets the pause with the event",
        fails={"18.5.retry": "forgotten"},
        edits=[
            (
                'self._type = self._data = ""',
                """
                self._type = self._data = ""
                self.retry = None
                """,
            ),
        ],
    ),
    Wrong(
        "fields_any_retry",
        believes="Takes every name that begins with retry",
        fails={"18.5.retry": "other-names"},
        edits=[
            (
                'elif name == "retry" and value.isascii() and value.isdigit():',
                'elif name.startswith("retry") and value.isascii() and value.isdigit():',
            ),
        ],
    ),
]

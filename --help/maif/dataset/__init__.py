"""Files as sequences: an item is read when it is asked for, and found without reading those before it.

`Dataset` is a file, or a folder of files, as one sequence; `View` is what a slice of it gives. Below them, each kind of
file is a `DataFile` of its own, and `JoinedFiles` puts several into one row.
"""

from maif.dataset.dataset import Dataset, View

__all__ = ["Dataset", "View"]

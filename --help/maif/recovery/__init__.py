"""What is left of a file whose writer died, or that was damaged: find it, and make a finished file of it.

`examining` walks over a file of which anything may be damaged; `rebuilding` makes a new file of what holds. It is
written beside the old one and takes its place only when it is safe on disk. Where the old one holds bytes, or
signatures, that the new one does not, it stays, under another name.
"""

from maif.recovery.rebuilding import recover, scan
from maif.recovery.report import RecoverReport, ScanReport

__all__ = ["RecoverReport", "ScanReport", "recover", "scan"]

"""Code written for older package names, or for the other MAIF implementation, runs unchanged.

    python -m maif.compat script.py arguments …              runs a script, as `python script.py arguments …` would
    python -m maif.compat -m module arguments …              runs a module, such as pytest
    python -m maif.compat --for maif (script.py | -m …) …    the same, for code written for the other implementation

An older name (`conveyor`, `maif_sdk`, `Module7_NiruHybrid`) is the library's own module under a second name, no copy.
The other implementation has this package's name and other classes in it: `install("maif")` puts these in place of ours
for one process, thin over the same engine (see `maif.compat.core`, `.secure_format` and `.streaming`).

Nothing changes until `install` is called (which those commands do); from then on an alias wins over a package of the
same name that is really installed.
"""

from maif.compat.aliases import ALIASES
from maif.compat.installing import install, uninstall
from maif.compat.running import main

__all__ = ["ALIASES", "install", "main", "uninstall"]

"""The key that a client signs with where it was given none: made once, and kept in its root."""

from __future__ import annotations

import errno
import os
import threading
from typing import TYPE_CHECKING

from maif.file.integrity import load_private_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_NAME = "agent.key"


def kept_key(root: str) -> Ed25519PrivateKey:
    """Return the key that is kept in a root, made if there is none: in one step, however many processes begin at once.

    Raises `InvalidArgumentError` where the file holds no key.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    path = os.path.join(root, KEY_NAME)
    if not os.path.exists(path):
        content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        new = f"{path}.{os.getpid()}-{threading.get_ident()}"
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)
        except OSError as error:
            if error.errno != errno.EEXIST:  # a file system without hard links
                os.rename(new, path)
                return load_private_key(path)
        os.unlink(new)
    return load_private_key(path)

"""Artifacts: what messages leave behind, in folders of MAIF files that any process can read and one at a time extends.

In the order of the data: a `Draft` waits in its message's outbox; `storage` groups what a message has written, a
`writer` puts each group into the open `segment` of its artifact, the `shelf` flushes, syncs and finishes segments.
`held` tells at a restart what is there already. `similarity` and `compacting` read and rewrite what was written.
"""

from maif.realtime.artifact.artifact import Artifact

__all__ = ["Artifact"]

"""An object store on this machine that speaks S3 (moto's), and what S3 sees of its clients."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import s3fs


class ObjectStore:
    """A bucket; `options` are the storage options that lead to it."""

    def __init__(self, endpoint: str) -> None:
        self.options: dict[str, Any] = {"endpoint_url": endpoint, "key": "test", "secret": "test"}
        self.system = s3fs.S3FileSystem(**self.options, skip_instance_cache=True)
        self.bucket = f"bucket-{uuid.uuid4().hex}"
        self.system.mkdir(self.bucket)

    def url(self, name: str = "a.maif") -> str:
        return f"s3://{self.bucket}/{name}"

    def put(self, content: bytes, name: str = "a.maif") -> str:
        self.system.pipe_file(f"{self.bucket}/{name}", content)
        return self.url(name)

    def put_by_another(self, content: bytes, name: str = "a.maif") -> None:
        """Store an object while fsspec's thread is busy."""
        requests.put(f"{self.options['endpoint_url']}/{self.bucket}/{name}", content, timeout=60)

    def get(self, name: str = "a.maif") -> bytes:
        content: bytes = self.system.cat_file(f"{self.bucket}/{name}")
        return content

    def names(self) -> list[str]:
        self.system.invalidate_cache()
        return [name.partition("/")[2] for name in self.system.ls(self.bucket, detail=False)]

    def unfinished_uploads(self) -> int:
        return len(self.system.call_s3("list_multipart_uploads", Bucket=self.bucket).get("Uploads", []))


@contextmanager
def store() -> Iterator[ObjectStore]:
    """Run a store for as long as the `with` lasts."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield ObjectStore(f"http://{host}:{port}")
    finally:
        server.stop()

"""A stand-in for the Hugging Face Hub on this machine: the two addresses that fetching uses, and ways to misbehave."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

LFS = (".safetensors", ".model", ".bin")


class StandInHub:
    """Serves the files of one folder as OWNER/NAME at any revision but ``gone``."""

    def __init__(self, folder: Path, repository: str = "ECOFRI/CXR-LLAVA-v2") -> None:
        self.files = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self.repository = repository
        self.asked: list[tuple[str, str]] = []
        """Name and range of every file asked for."""
        self.break_after: dict[str, int] = {}
        """Bytes of a file after which its connection is cut, once for each entry; 0 cuts always before the first."""
        self.spoilt: set[str] = set()
        """Files that come with one byte changed."""
        self.status = 200
        self.ranges = True
        self.url = ""

    def listing(self) -> dict[str, object]:
        siblings = []
        for name, content in self.files.items():
            entry: dict[str, object] = {"rfilename": name, "size": len(content)}
            if name.endswith(LFS):
                sha = hashlib.sha256(content).hexdigest()
                entry |= {"blobId": "f" * 40, "lfs": {"sha256": sha, "size": len(content), "pointerSize": 134}}
            else:
                entry["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            siblings.append(entry)
        return {"id": self.repository, "sha": "b" * 40, "siblings": siblings}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: StandInHub

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        hub, path = self.hub, urlsplit(self.path).path
        if path.startswith(f"/api/models/{hub.repository}/revision/") and "gone" not in path:
            self._send(hub.status, json.dumps(hub.listing()).encode(), {"Content-Type": "application/json"})
        elif path.startswith(f"/{hub.repository}/resolve/"):
            name = path.rpartition("/")[2]
            if name.endswith(LFS):  # as the hub sends large files elsewhere
                self._send(302, b"", {"Location": f"/storage/{name}"})
            else:
                self._file(name)
        elif path.startswith("/storage/"):
            self._file(path.rpartition("/")[2])
        else:
            self._send(404, b"", {"X-Error-Code": "RevisionNotFound" if hub.repository in path else "RepoNotFound"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _file(self, name: str) -> None:
        hub, asked = self.hub, self.headers.get("Range", "")
        hub.asked.append((name, asked))
        content = bytearray(hub.files[name])
        if name in hub.spoilt:
            content[-1] ^= 1
        first = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and hub.ranges else 0
        body = bytes(content[first:])
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if name in hub.break_after:
            after = hub.break_after[name]
            if after:
                del hub.break_after[name]
            self.wfile.write(body[:after])
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(2)
            return
        self.wfile.write(body)


@contextmanager
def serving(hub: StandInHub) -> Iterator[StandInHub]:
    """The hub is there inside, at ``hub.url``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

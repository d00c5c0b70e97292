"""A hub on the loopback interface: the few answers that downloading a model needs."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """What is served, and the faults to play.

    Attributes:
        folder: Files of the one repository.
        repo: Its name.
        url: Address of the server.
        commit: Commit that is announced.
        cut_after: Bytes of one answer after which the connection breaks, by file.
        cuts_left: How often that happens.
        ranges: Whether the server knows ranges.
        status: Status to answer everything with, instead.
        error_code: The hub's own error code to go with it.
        swap: Contents that are served instead of what was announced, by file.
        lies: Whether the headers of a hub are missing.
        asked: Method, path and Range header of every request.
    """

    folder: Path
    repo: str
    url: str = ""
    commit: str = COMMIT
    cut_after: dict[str, int] = field(default_factory=dict)
    cuts_left: int = 0
    ranges: bool = True
    status: int = 0
    error_code: str = ""
    swap: dict[str, bytes] = field(default_factory=dict)
    lies: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)


@contextlib.contextmanager
def serve(hub: Hub) -> Iterator[Hub]:
    """Serve ``hub`` until the block ends."""

    class Handler(_Handler):
        served = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    served: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        hub = self.served
        wanted = self.headers.get("Range", "")
        hub.asked.append((self.command, self.path, wanted))
        parts = self.path.split("/resolve/")
        name = parts[-1].partition("/")[2]
        file = hub.folder / name
        if hub.status:
            self._fail(hub.status, hub.error_code)
        elif parts[0] != f"/{hub.repo}" or parts[-1].partition("/")[0] not in ("main", hub.commit):
            self._fail(404, "RepoNotFound")
        elif not name or not file.is_file():
            self._fail(404, "EntryNotFound")
        else:
            self._send(name, file.read_bytes(), wanted if hub.ranges else "", body=body)

    def _send(self, name: str, content: bytes, wanted: str, *, body: bool) -> None:
        hub = self.served
        digest = hashlib.sha256(content).hexdigest()
        content = hub.swap.get(name, content) if body else content
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        piece = content[start:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(piece)))
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if not hub.lies:
            self.send_header("X-Repo-Commit", hub.commit)
            self.send_header("ETag", f'"{digest}"')
        self.end_headers()
        if not body:
            return
        limit = hub.cut_after.get(name)
        if limit is not None and hub.cuts_left:
            hub.cuts_left -= 1
            self.wfile.write(piece[:limit])
            self.wfile.flush()
            self.close_connection = True
            return
        with contextlib.suppress(ConnectionError):
            self.wfile.write(piece)

    def _fail(self, status: int, code: str) -> None:
        self.send_response(status)
        if code:
            self.send_header("X-Error-Code", code)
        self.send_header("Content-Length", "0")
        self.end_headers()

"""`http.client`, and with it `urllib.request` and whatever else stands on it, without sockets: a connection collects what is written to it and asks the page when the answer is read.

`http.client` is changed when somebody imports it: most nodes never do, and it takes a while.
"""

from __future__ import annotations

import importlib.abc
import importlib.util
import io
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from .network import Network

_MODULE = "http.client"
# The browser has undone these, and a connection is used once.
_UNDONE = frozenset({"connection", "content-encoding", "content-length", "keep-alive", "transfer-encoding"})


def install(network: Network) -> None:
    """Gives `http.client` this network, now or when it is imported."""
    loaded = sys.modules.get(_MODULE)
    if loaded is not None:
        _change(loaded, network)
    else:
        sys.meta_path.insert(0, _Finder(network))


class _Finder(importlib.abc.MetaPathFinder):
    """Finds `http.client` once, with a loader that changes it."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def find_spec(self, fullname: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != _MODULE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self._network)
        return spec


class _Loader(importlib.abc.Loader):
    """The module's own loader, and the change after it."""

    def __init__(self, own: Any, network: Network) -> None:
        self._own = own
        self._network = network

    def __getattr__(self, name: str) -> Any:  # get_source and what else tracebacks and inspect ask for
        return getattr(self._own, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._own.exec_module(module)
        _change(module, self._network)


def _change(module: Any, network: Network) -> None:
    def connect(self: Any) -> None:
        """Opens nothing: the page makes the connection."""
        self.sock = _Connection(network, _scheme_of(self, module), _address_of(self))

    if not hasattr(module, "HTTPSConnection"):  # without the ssl module http.client leaves it out

        class HTTPSConnection(module.HTTPConnection):
            """HTTPS is the browser's: contexts and certificates given here are not used."""

            default_port = module.HTTPS_PORT

            def __init__(self, host: str, port: int | None = None, *, context: Any = None, **rest: Any) -> None:
                super().__init__(host, port, **rest)

        module.HTTPSConnection = HTTPSConnection
        module._create_https_context = lambda _version: None
    module.HTTPConnection.connect = connect
    module.HTTPSConnection.connect = connect


def _scheme_of(connection: Any, module: Any) -> str:
    return "https" if isinstance(connection, module.HTTPSConnection) else "http"


def _address_of(connection: Any) -> str:
    host = f"[{connection.host}]" if ":" in connection.host else connection.host
    return host if connection.port == connection.default_port else f"{host}:{connection.port}"


class _Connection:
    """What http.client takes for a socket."""

    def __init__(self, network: Network, scheme: str, address: str) -> None:
        self._network = network
        self._origin = f"{scheme}://{address}"
        self._sent = bytearray()

    def sendall(self, data: Any) -> None:
        self._sent += data

    def makefile(self, _mode: str = "rb", *_rest: Any, **_named: Any) -> io.BytesIO:
        """The answer to what was written, as it would come over a wire."""
        method, target, headers, body = _read_request(bytes(self._sent))
        self._sent.clear()
        url = target if "://" in target else self._origin + target
        answer = self._network.request(method, url, headers, body)
        length = "" if method == "HEAD" else f"Content-Length: {len(answer.body)}\r\n"
        lines = [f"{name}: {value}\r\n" for name, value in answer.headers.items() if name.lower() not in _UNDONE]
        head = f"HTTP/1.1 {answer.status} {answer.reason}\r\n{''.join(lines)}{length}\r\n"
        return io.BytesIO(head.encode("latin-1", "replace") + answer.body)

    def close(self) -> None:
        self._sent.clear()

    def settimeout(self, _seconds: float | None) -> None:
        """The page has limits of its own."""

    def setsockopt(self, *_rest: Any) -> None:
        """There is no socket."""


def _read_request(sent: bytes) -> tuple[str, str, dict[str, str], bytes | None]:
    head, _, body = sent.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, *_version = first.split(" ")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        before = headers.get(name)
        headers[name] = value.strip() if before is None else f"{before}, {value.strip()}"
    if any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers.items()):
        body = _unchunked(body)
    return method, target, headers, body or None


def _unchunked(body: bytes) -> bytes:
    whole = bytearray()
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        whole += body[:length]
        body = body[length + 2 :]
    return bytes(whole)

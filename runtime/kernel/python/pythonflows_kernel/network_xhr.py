"""What code made for Pyodide finds as `js.XMLHttpRequest`: `pyodide.http.open_url`, `pyodide.http.pyxhr`, pyodide-http and urllib3 make their requests with it.

It is Python, so that no JavaScript stands between the waiting code and the one that suspends it. Only the synchronous kind.
"""

from __future__ import annotations

import re
from typing import Any

from .network import Answer, Network


class _ArrayBuffer(bytes):
    """The body as those libraries take it out of JavaScript."""

    def to_py(self) -> memoryview:
        return memoryview(self)

    def to_bytes(self) -> bytes:
        return bytes(self)


def request_class(network: Network) -> type:
    """The class for this network, with the names of the original."""

    class XMLHttpRequest:
        @classmethod
        def new(cls) -> XMLHttpRequest:
            return cls()

        def __init__(self) -> None:
            self.responseType = ""
            self.timeout = 0
            self.withCredentials = False
            self._method, self._url = "GET", ""
            self._headers: dict[str, str] = {}
            self._charset: str | None = None
            self._answer: Answer | None = None

        def open(self, method: str, url: str, is_async: bool = True, *_user: Any) -> None:
            if is_async:
                raise ValueError("Only synchronous requests can be made here; use pyodide.http.pyfetch for others.")
            self._method, self._url, self._answer = method, url, None
            self._headers = {}

        def setRequestHeader(self, name: str, value: str) -> None:  # noqa: N802
            self._headers[name] = str(value)

        def overrideMimeType(self, mime: str) -> None:  # noqa: N802
            self._charset = _charset_of(mime)

        def send(self, body: Any = None) -> None:
            if hasattr(body, "to_bytes") and not isinstance(body, bytes):
                body = body.to_bytes()
            data = body.encode() if isinstance(body, str) else None if body is None else bytes(body)
            self._answer = network.request(self._method, self._url, self._headers, data)

        def abort(self) -> None:
            self._answer = None

        @property
        def readyState(self) -> int:  # noqa: N802
            return 4 if self._answer else 1

        @property
        def status(self) -> int:
            return self._answer.status if self._answer else 0

        @property
        def statusText(self) -> str:  # noqa: N802
            return self._answer.reason if self._answer else ""

        @property
        def responseURL(self) -> str:  # noqa: N802
            return self._answer.url if self._answer else ""

        @property
        def responseText(self) -> str:  # noqa: N802
            if not self._answer:
                return ""
            charset = self._charset or _charset_of(self.getResponseHeader("content-type") or "") or "utf-8"
            return self._answer.body.decode(charset, "replace")

        @property
        def response(self) -> Any:
            if self.responseType in ("", "text"):
                return self.responseText
            return _ArrayBuffer(self._answer.body) if self._answer else None

        def getResponseHeader(self, name: str) -> str | None:  # noqa: N802
            headers = self._answer.headers if self._answer else {}
            return next((value for key, value in headers.items() if key.lower() == name.lower()), None)

        def getAllResponseHeaders(self) -> str:  # noqa: N802
            return "".join(f"{name}: {value}\r\n" for name, value in (self._answer.headers if self._answer else {}).items())

    return XMLHttpRequest


def _charset_of(mime: str) -> str | None:
    found = re.search(r"charset=\"?([\w.:-]+)", mime, re.IGNORECASE)
    if found is None:
        return None
    try:
        "".encode(found[1])
    except LookupError:
        return None
    return found[1]

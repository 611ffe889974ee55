"""The network as a node has it: each request is a question to the page, which asks a person. Where the browser can suspend Python, code that does not await works too.

Must not know Pyodide: it gets the functions that it needs. `network_http` and `network_xhr` put the libraries' ways on top of it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str, str, str, Mapping[str, bytes]], Awaitable[Mapping[str, Any]]]
"""Makes a request: method, address, headers as a JSON object, `{"body": bytes}` or `{}`. It never raises for what became of the request."""

NO_WAITING = "This browser cannot pause Python, so a request must be awaited: make the node an `async def` and use `await pyodide.http.pyfetch(url)`."
# Headers that belong to the connection, which is the browser's; urllib's own name would only cost a further question to the host (a CORS preflight).
_NOT_OURS = frozenset({"accept-encoding", "connection", "content-length", "host", "transfer-encoding"})
_OWN_NAME = "Python-urllib/"


@dataclass(frozen=True)
class Answer:
    """What a host answered."""

    url: str
    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


class Network:
    """One per kernel."""

    def __init__(
        self,
        ask: Ask | None = None,
        wait: Callable[[Awaitable[Mapping[str, Any]]], Mapping[str, Any]] | None = None,
        can_wait: Callable[[], bool] | None = None,
        stop_asking: Callable[[], object] | None = None,
    ) -> None:
        self._ask = ask
        self._wait = wait
        self._can_wait = can_wait
        self._stop_asking = stop_asking
        self._is_waiting = False
        self._was_stopped = False

    def request(self, method: str, url: str, headers: Mapping[str, str] | None = None, body: bytes | None = None) -> Answer:
        """Makes a request and waits for the answer. Raises PermissionError where it is not allowed, and OSError where there is none, with a sentence each."""
        if self._ask is None:
            raise OSError("There is no network here.")
        if self._wait is None or self._can_wait is None or not self._can_wait():
            raise OSError(NO_WAITING)
        sent = {name: value for name, value in (headers or {}).items() if _is_ours(name, value)}
        self._is_waiting, self._was_stopped = True, False
        try:
            told = self._wait(self._ask(method.upper(), url, json.dumps(sent), {} if body is None else {"body": body}))
        finally:
            self._is_waiting = False
        if self._was_stopped:
            raise KeyboardInterrupt
        return _answer(url, told)

    def stop(self) -> None:
        """Ends a request that is waited for; the waiting code gets a KeyboardInterrupt."""
        if self._is_waiting:
            self._was_stopped = True
        if self._stop_asking is not None:
            self._stop_asking()


def _is_ours(name: str, value: str) -> bool:
    return name.lower() not in _NOT_OURS and not (name.lower() == "user-agent" and value.startswith(_OWN_NAME))


def _answer(url: str, told: Mapping[str, Any]) -> Answer:
    error = told.get("error")
    if error is not None:
        raise (PermissionError if told.get("refused") else OSError)(error)
    headers = {str(name): str(value) for name, value in dict(told["headers"]).items()}
    return Answer(url, int(told["status"]), str(told["reason"]), headers, bytes(told["body"]))

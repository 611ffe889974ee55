"""The network of a node, with the page's part played by the test."""

import importlib.util
import json
import sys
import unittest
from typing import Any

import kernel_path  # noqa: F401
from pythonflows_kernel.network import NO_WAITING, Network
from pythonflows_kernel.network_http import install
from pythonflows_kernel.network_xhr import request_class

OK = {
    "status": 200,
    "reason": "OK",
    "headers": {"Content-Type": "text/plain; charset=utf-8", "content-encoding": "gzip"},
    "body": "ありがとう".encode(),
}


class Page:
    """Answers like the page, and remembers what was asked."""

    def __init__(self, **answer: Any) -> None:
        self.answer = {**OK, **answer}
        self.asked: list[tuple[str, str, dict[str, str], bytes | None]] = []
        self.network = Network(self._ask, self._wait, lambda: True, lambda: None)
        self.on_wait = lambda: None

    async def _ask(self, method: str, url: str, headers: str, body: Any) -> Any:
        self.asked.append((method, url, json.loads(headers), body.get("body")))
        return self.answer

    def _wait(self, awaitable: Any) -> Any:
        self.on_wait()
        try:
            awaitable.send(None)  # it awaits nothing, and inside Pyodide nobody could wait for it
        except StopIteration as end:
            return end.value
        raise AssertionError("the page of these tests answers at once")


def fresh_modules(network: Network) -> tuple[Any, Any]:
    """http.client and urllib.request of their own for one test, with this network; the process keeps its own."""
    kept = {name: sys.modules.pop(name, None) for name in ("http.client", "urllib.request")}
    try:
        install(network)
        import http.client
        import urllib.request

        return http.client, urllib.request
    finally:
        for name, module in kept.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module
        import http
        import urllib

        for package, name in ((http, "client"), (urllib, "request")):
            loaded = sys.modules.get(f"{package.__name__}.{name}")
            if loaded is not None:
                setattr(package, name, loaded)


class RequestTest(unittest.TestCase):
    def test_a_request_is_what_the_page_hears(self) -> None:
        page = Page()
        answer = page.network.request(
            "post", "https://a.example/", {"X-Mine": "1", "Host": "b", "User-Agent": "Python-urllib/3.14"}, b"data"
        )
        self.assertEqual(page.asked, [("POST", "https://a.example/", {"X-Mine": "1"}, b"data")])
        self.assertEqual((answer.status, answer.reason, answer.body.decode()), (200, "OK", "ありがとう"))

    def test_a_refusal_is_a_permission_error_and_a_failure_an_os_error(self) -> None:
        with self.assertRaisesRegex(PermissionError, "not allowed"):
            Page(error="not allowed", refused=True).network.request("GET", "https://a.example/")
        with self.assertRaisesRegex(OSError, "no answer") as caught:
            Page(error="no answer", refused=False).network.request("GET", "https://a.example/")
        self.assertNotIsInstance(caught.exception, PermissionError)

    def test_a_stop_ends_the_waiting_as_any_other_code(self) -> None:
        page = Page(error="stopped", refused=False)
        page.on_wait = page.network.stop
        with self.assertRaises(KeyboardInterrupt):
            page.network.request("GET", "https://a.example/")
        page.on_wait = lambda: None
        with self.assertRaises(OSError):  # a stop is for the request that was waited for, not for the next
            page.network.request("GET", "https://a.example/")

    def test_without_a_way_to_wait_the_error_says_what_to_do(self) -> None:
        page = Page()
        with self.assertRaisesRegex(OSError, "pyfetch") as caught:
            Network(page._ask, page._wait, lambda: False).request("GET", "https://a.example/")
        self.assertEqual(str(caught.exception), NO_WAITING)
        with self.assertRaises(OSError):
            Network().request("GET", "https://a.example/")
        self.assertEqual(page.asked, [])


class HttpClientTest(unittest.TestCase):
    def test_urlopen_reads_an_answer(self) -> None:
        page = Page()
        _client, request = fresh_modules(page.network)
        with request.urlopen("http://a.example:8000/x?y=1") as response:
            self.assertEqual((response.status, response.read().decode()), (200, "ありがとう"))
            self.assertEqual(response.headers.get_content_charset(), "utf-8")
            self.assertIsNone(response.headers["content-encoding"])
        self.assertEqual(page.asked, [("GET", "http://a.example:8000/x?y=1", {}, None)])

    def test_https_works_with_what_the_browser_has(self) -> None:
        page = Page()
        _client, request = fresh_modules(page.network)
        with request.urlopen(request.Request("https://a.example/", data=b"a=1", headers={"X-Mine": "1"})) as response:
            response.read()
        method, url, headers, body = page.asked[0]
        self.assertEqual((method, url, body, headers["X-Mine"]), ("POST", "https://a.example/", b"a=1", "1"))

    def test_an_error_of_the_host_is_an_http_error_with_its_text(self) -> None:
        page = Page(status=404, reason="Not Found", body=b"nothing here")
        _client, request = fresh_modules(page.network)
        with self.assertRaises(request.HTTPError) as caught:
            request.urlopen("https://a.example/")
        self.assertEqual((caught.exception.code, caught.exception.read()), (404, b"nothing here"))
        caught.exception.close()

    def test_a_refusal_comes_through_as_itself(self) -> None:
        _client, request = fresh_modules(Page(error="not allowed", refused=True).network)
        with self.assertRaises(PermissionError):
            request.urlopen("https://a.example/")

    def test_a_connection_is_used_several_times_and_takes_pieces(self) -> None:
        page = Page()
        client, _request = fresh_modules(page.network)
        connection = client.HTTPSConnection("a.example", timeout=3)
        connection.request("PUT", "/1", body=iter([b"one ", b"two"]), headers={"Transfer-Encoding": "chunked"}, encode_chunked=True)
        self.assertEqual(connection.getresponse().read().decode(), "ありがとう")
        connection.request("HEAD", "/2")
        self.assertEqual(connection.getresponse().read(), b"")
        self.assertEqual(
            [(method, url, body) for method, url, _headers, body in page.asked],
            [
                ("PUT", "https://a.example/1", b"one two"),
                ("HEAD", "https://a.example/2", None),
            ],
        )

    def test_the_module_stays_a_module(self) -> None:
        client, _request = fresh_modules(Page().network)
        self.assertEqual(client.__spec__.name, "http.client")
        self.assertIn("class HTTPConnection", client.__spec__.loader.get_source("http.client"))
        self.assertFalse(any("network_http" in type(finder).__module__ for finder in sys.meta_path))
        self.assertIsNotNone(importlib.util.find_spec("http.client"))


class XmlHttpRequestTest(unittest.TestCase):
    def test_it_reads_text_and_bytes_as_the_libraries_do(self) -> None:
        page = Page()
        request = request_class(page.network).new()
        request.open("GET", "https://a.example/", False)
        request.setRequestHeader("X-Mine", "1")
        request.send()
        self.assertEqual(
            (request.status, request.response, request.getResponseHeader("content-type")), (200, "ありがとう", "text/plain; charset=utf-8")
        )
        self.assertIn("Content-Type: text/plain; charset=utf-8\r\n", request.getAllResponseHeaders())
        request.responseType = "arraybuffer"
        self.assertEqual(bytes(request.response), "ありがとう".encode())
        self.assertEqual(request.response.to_py().tobytes(), "ありがとう".encode())
        request.open("POST", "https://a.example/", False)
        request.send("日")
        self.assertEqual(page.asked[-1], ("POST", "https://a.example/", {}, "日".encode()))

    def test_bytes_as_characters_and_only_without_await(self) -> None:
        request = request_class(Page(body=bytes(range(256))).network).new()
        request.open("GET", "https://a.example/", False)
        request.overrideMimeType("text/plain; charset=ISO-8859-15")
        request.send()
        self.assertEqual(request.response.encode("ISO-8859-15"), bytes(range(256)))
        with self.assertRaises(ValueError):
            request.open("GET", "https://a.example/")


if __name__ == "__main__":
    unittest.main()

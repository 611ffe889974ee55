"""Hostile Python that calls the interpreter's own C functions. It may end its kernel, so it is a node of its own that runs last; whether the sink was reached is judged outside."""

import ctypes


def by_ctypes(sink: str = "") -> str:
    library = ctypes.CDLL(None)
    library.emscripten_run_script(f"WorkerGlobalScope.prototype.fetch.call(self, '{sink}/hit/python.ctypes')".encode())
    return "ran"

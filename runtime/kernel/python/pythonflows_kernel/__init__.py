"""The kernel side of the conversation in runtime/protocol/protocol.json: runs nodes, keeps values, makes previews.

For the worker:

- `kernel = start(post, load_packages, options)` sets everything up and posts `kernel_ready`.
- `await kernel.handle(text)` takes one message in; the worker gives one at a time. It raises `BadMessage` (only) for what is no message.
- `kernel.join(session, post, options)` is the kernel of another session in the same Python, `kernel.leave()` its end; the first has the number 0.
- `await kernel.take_value(key, data)` takes in values of another kernel; it counts as a message.
- `kernel.write_file(name, data)` puts a file of the flow into the working directory; `set_files` follows.
- `kernel.bound_sizes(preview_bytes, message_bytes)` sets how much may be sent to the page at once.
- `kernel.stop()` cancels the node that is awaiting something (an interrupt is not noticed there: no Python runs).
- `kernel.forget_stop()` lets go of a stop that came when its node had ended already; call it between two messages.
- `kernel.expire()` does the same for a node whose time is over: it ends with TimeoutError.
- `kernel.is_busy()` tells whether a message is being dealt with; `kernel.complain(text)` shows a text in the running node's error output.
- `kernel.flush()` sends what was printed so far; call it before anything that blocks (a replaced `time.sleep`).

`post(text, buffers)` sends one message; `buffers` is None or `{id: bytes}`: a preview names its picture's bytes `{"$buffer": id}`, and
`file_written` comes with the buffer `file:<name>`. `load_packages(names)` is awaited and returns `{package: version}` of all that are
loaded then, or raises with a sentence.

Options: `directory` (the flow's files, made if it is not there), `import_packages` (import name -> package of the lock), `loaded_packages`
(package -> version), `pyodide` (its version), `set_deadline` (called with milliseconds before a node with a timeout runs and with None
after it; at the deadline the worker interrupts), `keep_values` and `fetch_values` (where saved values go and come from: `saving.Keep` and
`saving.Fetch`; without them nothing is saved), `has_waiting` (whether a message waits behind the one in work), `give_value` (`moving.Give`: the way to other kernels), `announce` (False: no `kernel_ready`), and for the network
(module `network`) `ask`, `wait`, `can_wait` and `stop_asking`. `kernel.XMLHttpRequest` is what Python should find under that name in `js`.
"""

from .kernel import Kernel, start
from .problems import BadMessage

__all__ = ["BadMessage", "Kernel", "start"]
__version__ = "0.1.0"

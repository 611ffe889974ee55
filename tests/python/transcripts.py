"""Recorded conversations (runtime/protocol/transcripts/*.jsonl), which both sides of the protocol replay.

A line is {"to_kernel": message}, {"from_kernel": message, "buffers": [ids]} or {"file": {"name", "text"}} (the host puts a file there).
"*" stands for what changes from run to run. Record them anew with `python tests/python/transcripts.py`.
"""

import json
import sys
from pathlib import Path
from typing import Any

from conversation import Conversation
from kernel_path import TRANSCRIPTS
from library_nodes import source_of

CHANGING = {"elapsed_ms": (int, float), "traceback": str, "python": str}


def masked(value: Any) -> Any:
    """The message with "*" for what changes from run to run or from one Python to the next."""
    if isinstance(value, dict):
        result = {name: "*" if name in CHANGING and isinstance(item, CHANGING[name]) else masked(item) for name, item in value.items()}
        if "glimpse" in value and "summary" in value:
            result["bytes"] = "*"
        return result
    return [masked(item) for item in value] if isinstance(value, list) else value


def replay(path: Path) -> list[dict[str, Any]]:
    """Says what is said to the kernel in a transcript; returns the transcript that comes of it."""
    steps = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return converse([step for step in steps if "from_kernel" not in step])


def converse(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The whole conversation for what is said to the kernel."""
    talk = Conversation(pyodide="314.0.7", announce=True)
    lines: list[dict[str, Any]] = []

    def heard(start: int) -> None:
        for message, buffers in zip(talk.sent[start:], talk.buffers[start:], strict=True):
            lines.append({"from_kernel": masked(message), **({"buffers": sorted(buffers)} if buffers else {})})

    try:
        heard(0)
        for step in steps:
            lines.append(step)
            if "file" in step:
                talk.kernel.write_file(step["file"]["name"], step["file"]["text"].encode())
                continue
            start = len(talk.sent)
            talk.say(step["to_kernel"])
            heard(start)
    finally:
        talk.close()
    return lines


class Script:
    """What is said to the kernel, written down without talking to one."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    def say(self, type_: str, **fields: Any) -> None:
        self.steps.append({"to_kernel": {"type": type_, **fields}})

    def file(self, name: str, text: str) -> None:
        self.steps.append({"file": {"name": name, "text": text}})

    def run(self, node: str, source: str, links: dict[str, list[str] | str] | None = None, **fields: Any) -> None:
        inputs = [
            {
                "port": port,
                "variadic": isinstance(keys, list),
                "keys": [{"key": key, "port": "result"} for key in ([keys] if isinstance(keys, str) else keys)],
            }
            for port, keys in (links or {}).items()
        ]
        message = {
            "run": 1, "node": node, "title": node, "node_type": "python", "source": source, "key": f"1:{node}", "inputs": inputs,
            "settings": {}, "trusted": False, "packages": [], "max_output_bytes": 2000, "max_displays": 100,
        }  # fmt: skip
        self.say("run_nodes", calls=[message | fields])

    def look(self, node: str, port: str = "result", offset: int = 0, limit: int = 50, **fields: Any) -> None:
        self.say("preview_value", call=len(self.steps), key=f"1:{node}", port=port, offset=offset, limit=limit, **fields)


def table_and_chart() -> Script:
    script = Script()
    text = "region,amount,date\nEast,10,2026-01-02\nWest,20,2026-01-03\nEast,5,2026-01-04\n"
    script.file("sales.csv", text)
    script.say(
        "set_files", files=[{"name": "sales.csv", "bytes": len(text), "sha256": __import__("hashlib").sha256(text.encode()).hexdigest()}]
    )
    for node, links, settings in (
        ("read_csv", {}, {"path": "sales.csv"}),
        ("filter_rows", {"table": "1:read_csv"}, {"condition": "amount > 5"}),
        ("group_rows", {"table": "1:filter_rows"}, {"by": "region", "aggregations": "total = sum(amount)"}),
        ("chart", {"table": "1:group_rows"}, {"kind": "bar"}),
        ("write_csv", {"table": "1:group_rows"}, {"path": "totals.csv"}),
    ):
        script.run(node, source_of(f"core.{node}"), links, settings=settings, trusted=True, node_type=f"core.{node}")
    script.look("read_csv", offset=1, limit=1)
    script.look("read_csv", columns=["amount"])
    script.look("chart")
    script.say("drop_values", keys=["1:chart"])
    script.look("chart")
    return script


def output_and_errors() -> Script:
    script = Script()
    script.run(
        "prints",
        "import sys\ndef prints():\n    print('漢字 one')\n    print('two', file=sys.stderr)\n    display([{'a': 1}], 'text')\n    progress(1, 2)\n    progress(2, 2)\n",
    )
    script.look("prints", "display:0")
    script.look("prints", "display:1")
    script.run("floods", "def floods():\n    print('x' * 100_000)\n", max_output_bytes=100)
    script.run("fails", "def helper():\n    raise ValueError('no good')\n\ndef fails():\n    helper()\n", title="失敗")
    script.run("no_node", "def no_node(**options):\n    return options\n")
    script.run("once", "def once():\n    return (n for n in range(3))\n")
    script.run("wants", "def wants(table):\n    return table\n", {"table": "1:gone"})
    script.run("wrong", "def wrong(n: int = 1):\n    return n\n", settings={"n": "many"})
    script.run("stopped", "import signal\ndef stopped():\n    signal.raise_signal(signal.SIGINT)\n")
    script.say("judge_source", node="a", source="def a(table, n: int = 1):\n    return table\n")
    script.say("judge_source", node="a", source="def a(table, **options):\n    return table\n")
    return script


def kinds_of_values() -> Script:
    script = Script()
    values = {
        "number": "41 + 1",
        "text": "'two\\nlines'",
        "tree": "{'list': [1, 2.5, None, True, 2**60, float('inf')], 'deep': {'er': {}}}",
        "columns": "{'a': [1, 2], 'b': ['x', None]}",
        "picture": 'b\'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"/>\'',
        "raw": "bytes(range(8))",
        "html": "type('Rich', (), {'_repr_html_': lambda self: '<b>bold</b>'})()",
        "nothing": "None",
    }
    for node, expression in values.items():
        script.run(node, f"def {node}():\n    return {expression}\n")
        script.look(node)
    script.run("pair", "@outputs('left', 'right')\ndef pair():\n    return 1, [1, 2]\n")
    script.run(
        "many",
        "def many(*items, sep=', '):\n    return sep.join(map(str, items))\n",
        {"items": ["1:number", "1:text"]},
        settings={"sep": "/"},
    )
    return script


SCRIPTS = {"table_and_chart": table_and_chart, "output_and_errors": output_and_errors, "kinds_of_values": kinds_of_values}


def record() -> None:
    TRANSCRIPTS.mkdir(exist_ok=True)
    for name, script in SCRIPTS.items():
        lines = converse(script().steps)
        (TRANSCRIPTS / f"{name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        print(f"{name}: {len(lines)} lines", file=sys.stderr)


if __name__ == "__main__":
    record()

# Made by tools/generate_protocol.mjs from runtime/protocol/protocol.json. Change that file, not this one.
# ruff: noqa
# fmt: off
"""The messages between the session and the kernel."""

from typing import Any, Literal, NotRequired, TypedDict

PROTOCOL_VERSION = 1

Stream = Literal["stdout", "stderr"]
PreviewKind = Literal["none", "text", "json", "table", "image", "html", "chart", "bytes"]
ErrorKind = Literal["python", "syntax", "signature", "input", "result", "package", "file", "limit", "internal"]
UnsavedReason = Literal["waiting", "too_large", "unpicklable", "crowded_out"]

FileRef = TypedDict("FileRef", {"name": str, "bytes": int, "sha256": str, "data": NotRequired[str]})
ValueKey = TypedDict("ValueKey", {"key": str, "port": str})
InputBinding = TypedDict("InputBinding", {"port": str, "variadic": bool, "keys": list[ValueKey]})
NodeCall = TypedDict("NodeCall", {"run": int, "node": str, "title": str, "node_type": str, "source": str, "key": str, "inputs": list[InputBinding], "settings": dict[str, Any], "trusted": bool, "packages": list[str], "max_output_bytes": int, "max_displays": int, "timeout_ms": NotRequired[int], "away": NotRequired[bool]})
SavedValue = TypedDict("SavedValue", {"key": str, "sha256": str, "bytes": int})
Glimpse = TypedDict("Glimpse", {"kind": PreviewKind, "text": str, "columns": list[str], "types": list[str], "rows": list[list[str]], "total": int, "width": NotRequired[int], "height": NotRequired[int]})
OutputSummary = TypedDict("OutputSummary", {"port": str, "type": str, "shape": str, "summary": str, "bytes": int, "glimpse": Glimpse})
FileUse = TypedDict("FileUse", {"name": str, "sha256": str})
NodeError = TypedDict("NodeError", {"kind": ErrorKind, "type": str, "message": str, "traceback": str, "line": NotRequired[int], "package": NotRequired[str]})
Problem = TypedDict("Problem", {"line": int, "column": int, "message": str})

SetFiles = TypedDict("SetFiles", {"type": Literal["set_files"], "files": list[FileRef]})
RunNodes = TypedDict("RunNodes", {"type": Literal["run_nodes"], "calls": list[NodeCall]})
DropValues = TypedDict("DropValues", {"type": Literal["drop_values"], "keys": list[str]})
UnloadValues = TypedDict("UnloadValues", {"type": Literal["unload_values"], "keys": list[str]})
RestoreValues = TypedDict("RestoreValues", {"type": Literal["restore_values"], "values": list[SavedValue]})
GiveValues = TypedDict("GiveValues", {"type": Literal["give_values"], "to": int, "keys": list[str]})
PreviewValue = TypedDict("PreviewValue", {"type": Literal["preview_value"], "call": int, "key": str, "port": str, "offset": int, "limit": int, "columns": NotRequired[list[str]]})
JudgeSource = TypedDict("JudgeSource", {"type": Literal["judge_source"], "node": str, "source": str})
KernelProgress = TypedDict("KernelProgress", {"type": Literal["kernel_progress"], "step": str, "done": int, "total": int})
KernelReady = TypedDict("KernelReady", {"type": Literal["kernel_ready"], "python": str, "pyodide": str, "packages": dict[str, str]})
KernelLost = TypedDict("KernelLost", {"type": Literal["kernel_lost"], "reason": str})
KernelFailed = TypedDict("KernelFailed", {"type": Literal["kernel_failed"], "reason": str})
PackagesChanged = TypedDict("PackagesChanged", {"type": Literal["packages_changed"], "packages": dict[str, str]})
NodeStarted = TypedDict("NodeStarted", {"type": Literal["node_started"], "run": int, "node": str})
NodePrinted = TypedDict("NodePrinted", {"type": Literal["node_printed"], "run": int, "node": str, "stream": Stream, "text": str, "dropped": int, "dropped_lines": int})
NodeDisplayed = TypedDict("NodeDisplayed", {"type": Literal["node_displayed"], "run": int, "node": str, "port": str, "glimpse": Glimpse})
DisplaysDropped = TypedDict("DisplaysDropped", {"type": Literal["displays_dropped"], "run": int, "node": str, "count": int})
NodeProgress = TypedDict("NodeProgress", {"type": Literal["node_progress"], "run": int, "node": str, "done": float, "total": float})
NodeFinished = TypedDict("NodeFinished", {"type": Literal["node_finished"], "run": int, "node": str, "key": str, "outputs": list[OutputSummary], "files": list[FileUse], "elapsed_ms": float})
NodeFailed = TypedDict("NodeFailed", {"type": Literal["node_failed"], "run": int, "node": str, "error": NodeError, "files": list[FileUse], "elapsed_ms": float})
NodeStopped = TypedDict("NodeStopped", {"type": Literal["node_stopped"], "run": int, "node": str, "error": NotRequired[NodeError], "elapsed_ms": float})
NodeUnmovable = TypedDict("NodeUnmovable", {"type": Literal["node_unmovable"], "run": int, "node": str, "detail": str})
CallsReturned = TypedDict("CallsReturned", {"type": Literal["calls_returned"], "run": int, "count": int})
SourceJudged = TypedDict("SourceJudged", {"type": Literal["source_judged"], "node": str, "problems": list[Problem]})
PreviewReady = TypedDict("PreviewReady", {"type": Literal["preview_ready"], "call": int, "preview": Any})
FileWritten = TypedDict("FileWritten", {"type": Literal["file_written"], "file": FileRef})
ValuesSaved = TypedDict("ValuesSaved", {"type": Literal["values_saved"], "values": list[SavedValue]})
ValueUnsaved = TypedDict("ValueUnsaved", {"type": Literal["value_unsaved"], "key": str, "reason": UnsavedReason, "detail": str})
ValueRestored = TypedDict("ValueRestored", {"type": Literal["value_restored"], "key": str})
ValueLost = TypedDict("ValueLost", {"type": Literal["value_lost"], "key": str})

ENUMS: dict[str, tuple[str, ...]] = {
    "Stream": ("stdout", "stderr"),
    "PreviewKind": ("none", "text", "json", "table", "image", "html", "chart", "bytes"),
    "ErrorKind": ("python", "syntax", "signature", "input", "result", "package", "file", "limit", "internal"),
    "UnsavedReason": ("waiting", "too_large", "unpicklable", "crowded_out"),
}
TYPES: dict[str, dict[str, str]] = {
    "FileRef": {"name": "string", "bytes": "int", "sha256": "string", "data": "string?"},
    "ValueKey": {"key": "string", "port": "string"},
    "InputBinding": {"port": "string", "variadic": "bool", "keys": "[ValueKey]"},
    "NodeCall": {"run": "int", "node": "string", "title": "string", "node_type": "string", "source": "string", "key": "string", "inputs": "[InputBinding]", "settings": "{json}", "trusted": "bool", "packages": "[string]", "max_output_bytes": "int", "max_displays": "int", "timeout_ms": "int?", "away": "bool?"},
    "SavedValue": {"key": "string", "sha256": "string", "bytes": "int"},
    "Glimpse": {"kind": "PreviewKind", "text": "string", "columns": "[string]", "types": "[string]", "rows": "[[string]]", "total": "int", "width": "int?", "height": "int?"},
    "OutputSummary": {"port": "string", "type": "string", "shape": "string", "summary": "string", "bytes": "int", "glimpse": "Glimpse"},
    "FileUse": {"name": "string", "sha256": "string"},
    "NodeError": {"kind": "ErrorKind", "type": "string", "message": "string", "traceback": "string", "line": "int?", "package": "string?"},
    "Problem": {"line": "int", "column": "int", "message": "string"},
}
FIELDS: dict[str, dict[str, str]] = {
    "set_files": {"files": "[FileRef]"},
    "run_nodes": {"calls": "[NodeCall]"},
    "drop_values": {"keys": "[string]"},
    "unload_values": {"keys": "[string]"},
    "restore_values": {"values": "[SavedValue]"},
    "give_values": {"to": "int", "keys": "[string]"},
    "preview_value": {"call": "int", "key": "string", "port": "string", "offset": "int", "limit": "int", "columns": "[string]?"},
    "judge_source": {"node": "string", "source": "string"},
    "kernel_progress": {"step": "string", "done": "int", "total": "int"},
    "kernel_ready": {"python": "string", "pyodide": "string", "packages": "{string}"},
    "kernel_lost": {"reason": "string"},
    "kernel_failed": {"reason": "string"},
    "packages_changed": {"packages": "{string}"},
    "node_started": {"run": "int", "node": "string"},
    "node_printed": {"run": "int", "node": "string", "stream": "Stream", "text": "string", "dropped": "int", "dropped_lines": "int"},
    "node_displayed": {"run": "int", "node": "string", "port": "string", "glimpse": "Glimpse"},
    "displays_dropped": {"run": "int", "node": "string", "count": "int"},
    "node_progress": {"run": "int", "node": "string", "done": "number", "total": "number"},
    "node_finished": {"run": "int", "node": "string", "key": "string", "outputs": "[OutputSummary]", "files": "[FileUse]", "elapsed_ms": "number"},
    "node_failed": {"run": "int", "node": "string", "error": "NodeError", "files": "[FileUse]", "elapsed_ms": "number"},
    "node_stopped": {"run": "int", "node": "string", "error": "NodeError?", "elapsed_ms": "number"},
    "node_unmovable": {"run": "int", "node": "string", "detail": "string"},
    "calls_returned": {"run": "int", "count": "int"},
    "source_judged": {"node": "string", "problems": "[Problem]"},
    "preview_ready": {"call": "int", "preview": "json"},
    "file_written": {"file": "FileRef"},
    "values_saved": {"values": "[SavedValue]"},
    "value_unsaved": {"key": "string", "reason": "UnsavedReason", "detail": "string"},
    "value_restored": {"key": "string"},
    "value_lost": {"key": "string"},
}
TO_KERNEL: frozenset[str] = frozenset({"set_files", "run_nodes", "drop_values", "unload_values", "restore_values", "give_values", "preview_value", "judge_source"})

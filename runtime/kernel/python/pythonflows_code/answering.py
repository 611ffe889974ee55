"""What the page asks: a question and its answer are JSON texts. Never raises for what is in a question."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from .flow import CodeProblem, bounded_json, read_flow
from .notebook import export_notebook
from .script import export_script
from .wiring import LibraryType


def answer(task: str, question: str) -> str:
    """`{"answer": …}`, or `{"error": sentence}`."""
    try:
        asked = bounded_json(question, "The question")
        if not isinstance(asked, dict):
            raise CodeProblem("The question is no object.")
        result: dict[str, Any] = {"answer": _TASKS[task](asked)}
    except CodeProblem as problem:
        result = {"error": str(problem)}
    except (RecursionError, MemoryError):
        result = {"error": "The code is nested too deeply."}
    return json.dumps(result, ensure_ascii=False, allow_nan=False)


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise CodeProblem(f"The question has no text “{name}”.")
    return value


def _library(asked: Mapping[str, Any]) -> dict[str, LibraryType]:
    types = asked.get("library")
    found: dict[str, LibraryType] = {}
    for item in types if isinstance(types, list) else []:
        match item:
            case {"type": str(name), "source": str(source), "trusted": bool(trusted)}:
                packages = item.get("packages")
                names = tuple(each for each in packages if isinstance(each, str)) if isinstance(packages, list) else ()
                found[name] = LibraryType(source, trusted, names)
            case _:
                raise CodeProblem("A node type of the library is damaged.")
    return found


def _script(asked: Mapping[str, Any]) -> str:
    return export_script(read_flow(_text(asked, "flow")), _library(asked), _text(asked, "madeBy")).text


def _notebook(asked: Mapping[str, Any]) -> str:
    return export_notebook(read_flow(_text(asked, "flow")), _library(asked), asked.get("shown")).text


def _flow(asked: Mapping[str, Any]) -> dict[str, Any]:
    from .incoming import flow_of_code

    return flow_of_code(_text(asked, "name"), _text(asked, "text"))


_TASKS: dict[str, Callable[[Mapping[str, Any]], Any]] = {"script": _script, "notebook": _notebook, "flow": _flow}

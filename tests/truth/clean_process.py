"""The reference: evaluates a flow file from nothing, in plain CPython, by the rules and by nothing that the kernel or the core know.

Each call gets deep copies of its inputs made with one memo. A source that says that it leaves something behind runs in a child of its own. What was
evaluated before is looked up by everything that it was made from: its source, settings, what feeds it, and all files of the flow.
"""

import ast
import asyncio
import builtins
import collections
import copy
import functools
import inspect
import io
import json
import os
import pickle
import random
import shutil
import sys
import tempfile
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import process
from shape import shape_of

LEAVES_SOMETHING = "# leaves something behind"


class NoValue(Exception):
    """The node cannot be run, or its call fails."""


def outputs(*_names: str) -> Callable[[Any], Any]:
    return lambda function: function


class Flow:
    """One flow file."""

    def __init__(self, flow: dict[str, Any], library: dict[str, str], contents: Path, given: dict[str, Any], known: dict[Any, Any]) -> None:
        self.nodes = {node["id"]: node for node in flow["nodes"]}
        self._library = library
        self._links = [(link["from"].partition("."), link["to"].partition(".")) for link in flow["links"]]
        self._contents = contents
        self._files = {file["name"]: file["sha256"] for file in flow.get("files", [])}
        self._given = given
        self._known = known
        self._keys: dict[str, Any] = {}
        self._directory_is_clean = False

    def value(self, name: str, port: str, fresh: dict[str, dict[str, Any]]) -> Any:
        """The value of an output. Raises NoValue. `fresh`: what was made for the same call only."""
        node = self.nodes[name]
        mode = node.get("mode", "normal")
        if mode == "mute":
            raise NoValue(f"{name} is muted")
        if mode == "bypass":
            sources = [ends for ends in self._sources(name).values() if ends]
            if not sources:
                raise NoValue(f"{name} passes nothing on")
            return self.value(*sources[0][0], fresh)
        if name in self._given:
            if self._given[name] is None:
                raise NoValue("unknown")
            return self._given[name]
        values = self._values(name, fresh)
        if port not in values:
            raise NoValue(f"{name} has no output {port}")
        return values[port]

    def _values(self, name: str, fresh: dict[str, dict[str, Any]]) -> dict[str, Any]:
        key = self._key(name)
        if key in self._known:
            known = self._known[key]
        elif name in fresh:
            known = fresh[name]
        else:
            try:
                known = self._evaluate(name)
            except NoValue as error:
                known = error
            if isinstance(known, NoValue) or not _carries_code(known):
                self._known[key] = known
            else:
                fresh[name] = known  # what a deep copy would share nobody may share: everyone gets it made anew
        if isinstance(known, NoValue):
            raise known
        return known

    def _key(self, name: str) -> Any:
        """All that a value can depend on."""
        if name not in self._keys:
            node = self.nodes[name]
            given = repr(self._given.get(name, "not given"))
            inputs = [(port, source, self._key(source[0])) for port, ends in self._sources(name).items() for source in ends]
            parts = (
                name,
                node["type"],
                self._source(name),
                repr(node.get("params")),
                node.get("mode"),
                given,
                inputs,
                sorted(self._files.items()),
            )
            self._keys[name] = hash(repr(parts))
        return self._keys[name]

    def _source(self, name: str) -> str:
        node = self.nodes[name]
        return node["source"] if node["type"] == "python" else self._library[node["type"]]

    def _sources(self, name: str) -> dict[str, list[tuple[str, str]]]:
        """What feeds each parameter, in signature order."""
        parameters = _parameters(self._source(name))
        return {
            parameter: [(source[0], source[2]) for source, target in self._links if target[0] == name and target[2] == parameter]
            for parameter in parameters
        }

    def _evaluate(self, name: str) -> dict[str, Any]:
        fresh: dict[str, dict[str, Any]] = {}
        values = {port: [self.value(*source, fresh) for source in ends] for port, ends in self._sources(name).items() if ends}
        memo: dict[int, Any] = {}
        try:
            inputs = {port: [copy.deepcopy(value, memo) for value in given] for port, given in values.items()}
        except Exception as error:
            if self.nodes[name]["type"] == "python":
                raise NoValue(f"{name}: {error}") from None
            inputs = values  # the library's nodes do not change what they are given, so they may have what cannot be copied
        source = self._source(name)
        if LEAVES_SOMETHING not in source:
            return self._call(name, source, inputs)
        self._directory_is_clean = False
        return _in_child(lambda: self._call(name, source, inputs))

    def _call(self, name: str, source: str, inputs: dict[str, list[Any]]) -> dict[str, Any]:
        if not self._directory_is_clean:
            self._lay_out_files()
        try:
            return self._called(name, source, inputs)
        except (Exception, SystemExit) as error:
            raise NoValue(f"{name}: {type(error).__name__}: {error}") from None
        finally:
            for module in [module for module, each in sys.modules.items() if _is_here(each)]:
                del sys.modules[module]
            sys.path_importer_cache.clear()

    def _called(self, name: str, source: str, inputs: dict[str, list[Any]]) -> dict[str, Any]:
        random.seed(name)
        module = types.ModuleType(f"flow.{name}")
        names = {"Annotated": Annotated, "Literal": Literal, "Any": Any, "outputs": outputs, "Text": str, "Column": str, "File": str}
        module.__dict__.update(names, display=_ignore, progress=_ignore)
        sys.modules[module.__name__] = module
        exec(compile(source, name, "exec", dont_inherit=True), module.__dict__)
        function = module.__dict__[_definition(source).name]
        whole = vars(builtins).copy()
        try:
            result = self._result(name, function, inputs)
        finally:
            vars(builtins).update(whole)
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        ports = _outputs(source)
        if ports != ["result"] and (not isinstance(result, tuple) or len(result) != len(ports)):
            raise NoValue(f"{name} returns something else than its outputs")
        values = {"result": result} if ports == ["result"] else dict(zip(ports, result, strict=True))
        if any(hasattr(value, "__next__") or isinstance(value, io.IOBase) for value in values.values()):
            raise NoValue(f"{name} returns what can be read only once")
        return values

    def _result(self, name: str, function: Any, inputs: dict[str, list[Any]]) -> Any:
        """Calls the function: links first, then settings that say something else than the default."""
        params = self.nodes[name].get("params") or {}
        several: list[Any] = []
        first: list[Any] = []
        named: dict[str, Any] = {}
        for parameter in inspect.signature(function).parameters.values():
            default = parameter.default
            if parameter.kind is parameter.VAR_POSITIONAL:
                several = inputs.get(parameter.name, [])
            elif parameter.name in inputs:
                (named[parameter.name],) = inputs[parameter.name]
            elif default is parameter.empty:
                raise NoValue(f"{name}: {parameter.name} is not connected")
            elif parameter.name in params:
                value = params[parameter.name]
                if parameter.annotation is float:
                    value, default = float(value), float(default)
                if value != default:
                    named[parameter.name] = value
            if parameter.kind is parameter.POSITIONAL_ONLY:
                first.append(named.pop(parameter.name, default))
        return function(*first, *several, **named)

    def _lay_out_files(self) -> None:
        for folder, _folders, files in os.walk(".", topdown=False):
            for file in files:
                os.remove(os.path.join(folder, file))
            if folder != ".":
                os.rmdir(folder)
        for file, sha256 in self._files.items():
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_bytes((self._contents / sha256).read_bytes())
        sys.path_importer_cache.clear()
        self._directory_is_clean = True


def _definition(source: str) -> Any:
    """The last top-level function is the node."""
    return [statement for statement in ast.parse(source).body if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))][-1]


@functools.cache
def _parameters(source: str) -> list[str]:
    arguments = _definition(source).args
    variadic = [arguments.vararg] if arguments.vararg else []
    return [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *variadic, *arguments.kwonlyargs)]


@functools.cache
def _outputs(source: str) -> list[str]:
    for decorator in _definition(source).decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "outputs":
            return [ast.literal_eval(argument) for argument in decorator.args]
    return ["result"]


def _carries_code(value: Any) -> bool:
    """Whether anything in it is a function or an object of a class that a node defines."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if isinstance(item, types.FunctionType) or (type(item).__module__ or "").startswith("flow."):
            return True
        if isinstance(item, dict):
            waiting.extend([*item.keys(), *item.values()])
        elif isinstance(item, (list, tuple, set, frozenset, collections.deque)):
            waiting.extend(item)
    return False


def _is_here(module: Any) -> bool:
    path = getattr(module, "__file__", None)
    return isinstance(path, str) and os.path.abspath(path).startswith(os.getcwd())


def _ignore(*_arguments: Any, **_named: Any) -> None:
    """Displays and progress are no part of a value."""


def _in_child(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `act` returns, or raises, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            try:
                outcome: Any = act()
            except NoValue as error:
                outcome = error
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(pickle.dumps(outcome))
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        outcome = pickle.loads(pipe.read())
    os.waitpid(child, 0)
    if isinstance(outcome, NoValue):
        raise outcome
    return outcome


def serve(first: dict[str, Any]) -> None:
    """The evaluations of one world, from `begin` to `end`."""
    directory = tempfile.mkdtemp(prefix="clean")
    os.chdir(directory)
    sys.path.insert(0, directory)
    sys.dont_write_bytecode = True
    known: dict[Any, Any] = {}
    process.answer([])
    for request in process.requests():
        if request["do"] == "end":
            shutil.rmtree(directory)
            process.answer([])
            return
        if request["do"] == "forget":
            known.clear()
            process.answer([])
            continue
        flow = Flow(json.loads(request["flow"]), first["library"], Path(first["contents"]), request["given"], known)
        shapes: list[str] = []
        for name, port in request["wanted"]:
            try:
                shapes.append(shape_of(flow.value(name, port, {})))
            except NoValue as error:
                shapes.append(f"no value: {error}")
        process.answer(shapes)


def main() -> None:
    for request in process.requests():
        process.in_child(lambda request=request: serve(request))


main()

"""Compiles a node's source once and keeps the code: by source and title, since the title is the file name in tracebacks."""

import ast
import linecache
from collections import OrderedDict
from dataclasses import dataclass
from types import CodeType

from . import limits
from .closed_code import is_closed
from .patching import watched
from .plain_source import plain_signature
from .problems import NodeProblem
from .shared_code import names_in
from .signature import Signature, SignatureError, read_signature


@dataclass(frozen=True)
class CompiledSource:
    """A source that can be run."""

    code: CodeType
    signature: Signature
    filename: str
    imports: frozenset[str]
    """First parts of the names of all modules that the source imports, wherever in it."""
    names: frozenset[str]
    """Every name that the code uses."""
    is_closed: bool
    """Whether it can touch nothing but its own values (`closed_code.py`)."""


class SourceCache:
    """Compiled sources, the least recently used dropped first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], CompiledSource] = OrderedDict()
        self._bytes = 0
        self.filenames: set[str] = set()
        """File names under which any node's code was ever compiled: how tracebacks tell the user's lines from ours."""

    def compile(self, source: str, title: str) -> CompiledSource:
        """The compiled source. Raises SyntaxError, or NodeProblem for what is no node."""
        filename = file_name_of(title)
        key = (source, filename)
        kept = self._kept.get(key)
        if kept is None:
            kept = _compile(source, filename)
            self._kept[key] = kept
            self.filenames.add(filename)
            self._bytes += len(source)
            while len(self._kept) > 1 and (len(self._kept) > limits.COMPILED_SOURCES or self._bytes > limits.COMPILED_SOURCE_BYTES):
                (dropped, _filename), _compiled = self._kept.popitem(last=False)
                self._bytes -= len(dropped)
        else:
            self._kept.move_to_end(key)
        show_lines(source, filename)
        return kept


def file_name_of(title: str) -> str:
    """A node's title as a file name: one line, not too long."""
    name = " ".join(title.split()) or "node"
    return name if len(name) <= limits.TITLE_CHARACTERS else name[: limits.TITLE_CHARACTERS - 1] + "…"


def show_lines(source: str, filename: str) -> None:
    """Lets tracebacks and `inspect` find the lines of `source` under `filename`; no modification time, so they are never checked against a disk."""
    known = linecache.cache.get(filename)
    if known is None or len(known) != 4 or known[0] != len(source):
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    elif "".join(known[2]) != source:
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)


def _compile(source: str, filename: str) -> CompiledSource:
    if len(source.encode("utf-8", "surrogatepass")) > limits.SOURCE_BYTES:
        raise NodeProblem("syntax", f"The source is longer than {limits.SOURCE_BYTES // limits.MIB} MiB.")
    show_lines(source, filename)
    return _compile_plain(source, filename) or _compile_tree(source, filename)


def _compile_plain(source: str, filename: str) -> CompiledSource | None:
    try:
        code = compile(source, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # what is wrong with it is told where the tree is made
    signature = plain_signature(source, code)
    return None if signature is None else _compiled(code, signature, filename, frozenset())


def _compile_tree(source: str, filename: str) -> CompiledSource:
    try:
        tree = ast.parse(source, filename)
        signature = read_signature(tree, source)
        nodes = _nodes_of(tree)
        imports = _imports(nodes)
        code = compile(watched(tree, nodes) or source, filename, "exec", dont_inherit=True)
    except SignatureError as error:
        raise NodeProblem("signature", error.problem.message, error.problem.line) from None
    except (RecursionError, MemoryError):
        raise NodeProblem("syntax", "The source is nested too deeply.") from None
    except ValueError as error:  # null bytes, before Python 3.12
        raise NodeProblem("syntax", str(error)) from None
    return _compiled(code, signature, filename, imports)


def _compiled(code: CodeType, signature: Signature, filename: str, imports: frozenset[str]) -> CompiledSource:
    return CompiledSource(code, signature, filename, imports, names_in(code), is_closed(code))


def _nodes_of(tree: ast.AST) -> list[ast.AST]:
    """All nodes of the tree in any order, as `ast.walk` gives them and several times as fast: it is asked once for each source."""
    nodes = [tree]
    for node in nodes:
        for part in node.__dict__.values():
            if isinstance(part, ast.AST):
                nodes.append(part)
            elif type(part) is list:
                nodes.extend(item for item in part if isinstance(item, ast.AST))
    return nodes


def _imports(nodes: list[ast.AST]) -> frozenset[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module.partition(".")[0])
    return frozenset(found)

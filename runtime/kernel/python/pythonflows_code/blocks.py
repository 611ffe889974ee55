"""Foreign code as blocks: the cells of a notebook, or the paragraphs of a script. Knows what is no Python in a cell, and keeps the text as it was written."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field
from typing import Any

from . import bounds
from .flow import CodeProblem, bounded_json

_INSTALL = re.compile(r"[%!]\s*(?:python3?\s+-m\s+)?(?:pip3?|conda|mamba)\s+install\s+(.*)")
_PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[\w,]+\])?(?:[=<>~!]=?[\w.*]+)?")
_HARMLESS_CELL_MAGICS = ("time", "timeit", "capture", "prun")


@dataclass
class Block:
    """A piece of code that becomes one node."""

    text: str
    name: str
    """How it is called to a person: "cell 3", "lines 10-14"."""
    tree: ast.Module
    title: str = ""
    about: str = ""
    remarks: list[str] = field(default_factory=list)
    shows_last: bool = False
    """Its last expression is shown, as a notebook does."""
    problem: str = ""
    """It is no Python."""


@dataclass
class Blocks:
    """All of a file."""

    blocks: list[Block]
    title: str = ""
    packages: list[str] = field(default_factory=list)


def parsed(text: str) -> ast.Module:
    """`text` as Python, `await` allowed anywhere. Raises SyntaxError."""
    try:
        tree = compile(text, "<code>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except ValueError as error:  # null bytes
        raise SyntaxError(str(error)) from None
    assert isinstance(tree, ast.Module)
    return tree


# --- notebooks --------------------------------------------------------------------------------------------------------


def notebook_json(text: str) -> dict[str, Any]:
    """The notebook's JSON, as far as it is one."""
    data = bounded_json(text, "The notebook")
    if not isinstance(data, dict) or not isinstance(data.get("cells", data.get("worksheets")), list):
        raise CodeProblem("This is no notebook: it has no cells.")
    return data


def notebook_blocks(data: dict[str, Any]) -> Blocks:
    """The cells of a notebook, of nbformat 3 or 4."""
    cells = data.get("cells")
    if cells is None:
        sheets = [sheet.get("cells") for sheet in data["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if len(cells) > bounds.CELLS:
        raise CodeProblem(f"The notebook has more than {bounds.CELLS} cells.")
    language = _language(data)
    if language not in ("", "python", "ipython"):
        raise CodeProblem(f"The notebook is written in “{language[:40]}”, not in Python.")
    found = Blocks([])
    words: list[str] = []
    size = 0
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            continue
        text = _source(cell)
        size += len(text)
        if size > bounds.CODE_CHARACTERS:
            raise CodeProblem(f"The notebook has more than {bounds.CODE_CHARACTERS // 2**20} MB of text in its cells.")
        if cell.get("cell_type") == "markdown":
            words.append(text.strip())
        elif cell.get("cell_type") == "code" and text.strip():
            block = _cell(text, number, found)
            if block is not None:
                block.about = "\n\n".join(filter(None, words))[:4000]
                block.title = _heading(block.about) or block.title
                found.blocks.append(block)
                if block.tree.body or block.problem:
                    words = []
    found.title = next((block.title for block in found.blocks if block.about.lstrip().startswith("#")), "")
    return found


def _language(data: dict[str, Any]) -> str:
    metadata = data.get("metadata")
    for part, name in (("kernelspec", "language"), ("language_info", "name")):
        inside = metadata.get(part) if isinstance(metadata, dict) else None
        language = inside.get(name) if isinstance(inside, dict) else None
        if isinstance(language, str):
            return language.lower()
    return ""


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        source = "".join(piece for piece in source if isinstance(piece, str))
    return _plain(source) if isinstance(source, str) else ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode("utf-8")


def _heading(text: str) -> str:
    for line in text.splitlines():
        plain = re.sub(r"[*_`]|^#+\s*", "", line.strip())
        if plain:
            return plain[:80]
    return ""


def _cell(text: str, number: int, found: Blocks) -> Block | None:
    name = f"cell {number}"
    remarks: list[str] = []
    try:
        tree = parsed(text)
    except SyntaxError:
        text = _without_magics(text, remarks, found)
        if not text.strip():
            return None
        try:
            tree = parsed(text)
        except SyntaxError as error:
            return Block(text, name, ast.Module([], []), problem=f"it is no Python: {error.msg} in line {error.lineno}")
    if not tree.body and not remarks:
        return None
    block = Block(text, name, tree, remarks=remarks)
    last = tree.body[-1] if tree.body else None
    rest = text.split("\n")[(last.end_lineno or 1) - 1].encode()[last.end_col_offset :].strip() if last is not None else b""
    block.shows_last = isinstance(last, ast.Expr) and not rest.startswith(b";")
    return block


def _without_magics(text: str, remarks: list[str], found: Blocks) -> str:
    """The cell with what is for IPython as comments."""
    lines = text.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    magic = re.match(r"%%(\w+)", lines[first].lstrip())
    if magic:
        remarks.append(f"“{lines[first].strip()[:80]}” is for IPython and was left out.")
        if magic[1] not in _HARMLESS_CELL_MAGICS:
            return "\n".join(f"# {line}".rstrip() for line in lines)
        lines[first] = "# " + lines[first]
    for index, line in enumerate(lines):
        bare = line.strip()
        if not re.match(r"[%!?]", bare) and not re.fullmatch(r"[\w.]+\?{1,2}", bare):
            continue
        indent = line[: len(line) - len(line.lstrip())]
        lines[index] = f"{indent}pass  # {bare}" if indent else f"# {bare}"
        install = _INSTALL.match(bare)
        if install:
            found.packages.extend(name for name in install[1].split() if _PACKAGE.fullmatch(name))
        elif not re.match(r"%\s*(matplotlib|autoreload|load_ext|config)\b", bare):
            remarks.append(f"“{bare[:80]}” is for IPython and was left out.")
    return "\n".join(lines)


# --- scripts ----------------------------------------------------------------------------------------------------------


def script_blocks(text: str, tree: ast.Module) -> Blocks:
    """The paragraphs of a script: divided by `# %%` where there is such a line, else by empty lines between statements."""
    lines = text.split("\n")
    marks = _cell_marks(text)
    found = Blocks([])
    groups: list[list[ast.stmt]] = []
    for statement in tree.body:
        first = _first_line(statement)
        previous = groups[-1][-1].end_lineno or 0 if groups else 0
        between = lines[previous : first - 1]
        is_parted = any(previous < mark <= first for mark in marks) if marks else any(not line.strip() for line in between)
        if groups and not is_parted and previous >= first or groups and not is_parted:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    if len(groups) > bounds.CELLS:
        raise CodeProblem(f"The script has more than {bounds.CELLS} blocks.")
    docstring = ast.get_docstring(tree)
    for group in groups:
        if docstring and group[0] is tree.body[0]:
            group = group[1:]
            found.title = _heading(docstring)
        if not group:
            continue
        start, end = _first_line(group[0]), group[-1].end_lineno or 0
        mark = max((mark for mark in marks if mark <= start), default=0)
        title = re.sub(r"^#\s*%%\s*", "", lines[mark - 1]).strip() if mark else ""
        begin = start
        while begin > 1 and lines[begin - 2].startswith("#") and begin - 1 != mark:
            begin -= 1
        if not title and begin < start:
            title = lines[begin - 1].strip("# ").strip()
        piece = "\n".join(lines[begin - 1 : end])
        found.blocks.append(Block(piece, f"lines {start}–{end}" if end > start else f"line {start}", parsed(piece), title=title[:80]))
    return found


def _first_line(statement: ast.stmt) -> int:
    return min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])


def _cell_marks(text: str) -> list[int]:
    if "# %%" not in text:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [
        token.start[0] for token in tokens if token.type == tokenize.COMMENT and token.start[1] == 0 and re.match(r"#\s*%%", token.string)
    ]


def indented(text: str, by: str) -> str:
    """`text` moved to the right; lines that begin inside a text in quotes stay as they are."""
    inside: set[int] = set()
    opened: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
        name = tokenize.tok_name[token.type]
        if name in ("FSTRING_START", "TSTRING_START"):
            opened.append(token.start[0])
        elif name in ("FSTRING_END", "TSTRING_END"):
            inside.update(range(opened.pop() + 1, token.end[0] + 1))
        elif token.type == tokenize.STRING:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return "\n".join(line if number in inside or not line.strip() else by + line for number, line in enumerate(text.split("\n"), 1))

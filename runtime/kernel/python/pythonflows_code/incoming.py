"""Code as a flow: scripts and notebooks that were made here come back as they were; others become nodes wired by the variables that they hand on."""

import ast
import json
import re
from typing import Any

from . import bounds
from .blocks import Block, Blocks, indented, notebook_blocks, notebook_json, parsed, script_blocks
from .carried import carried_flow
from .flow import CodeProblem, bounded_json
from .functions_in import function_nodes, node_id
from .joining import joined, shown_text
from .names import module_names
from .foreign_words import text_of
from .program_in import Definition, ForeignProgram, TooHard, Understood
from .quiet import is_quiet

_COLUMN, _ROW = 320, 220


def flow_of_code(name: str, text: str) -> dict[str, Any]:
    """{"flow": its text, "remarks": sentences}. Raises CodeProblem."""
    if len(text) > bounds.TEXT_CHARACTERS:
        raise CodeProblem(f"The file is larger than {bounds.TEXT_CHARACTERS // 2**20} MB.")
    text = text.removeprefix("\ufeff")
    title = re.sub(r"\.(py|ipynb)$", "", name.replace("\\", "/").rpartition("/")[2], flags=re.IGNORECASE)
    if name.lower().endswith(".ipynb"):
        return _of_notebook(text, title)
    carried = carried_flow(text)
    if carried is not None and _is_flow(carried.text):
        changed = "The script was changed after it was exported. What is open now is the flow as it was exported, without these changes."
        return {"flow": carried.text, "remarks": [] if carried.is_as_written else [changed]}
    return _of_script(text.replace("\r\n", "\n").replace("\r", "\n"), title)


def _is_flow(text: str) -> bool:
    try:
        data = bounded_json(text, "The flow")
    except CodeProblem:
        return False
    return isinstance(data, dict) and data.get("format") == "pythonflows"


def _of_notebook(text: str, title: str) -> dict[str, Any]:
    data = notebook_json(text)
    metadata = data.get("metadata")
    ours = metadata.get("pythonflows") if isinstance(metadata, dict) else None
    carried = ours.get("flow") if isinstance(ours, dict) else None
    if isinstance(carried, str) and _is_flow(carried):
        return {"flow": carried, "remarks": []}
    blocks = notebook_blocks(data)
    if not blocks.blocks:
        raise CodeProblem("The notebook has no code.")
    return _written(blocks, blocks.title or title)


def _of_script(text: str, title: str) -> dict[str, Any]:
    if len(text) > bounds.CODE_CHARACTERS:
        raise CodeProblem(f"The script is larger than {bounds.CODE_CHARACTERS // 2**20} MB.")
    try:
        tree = parsed(text)
    except SyntaxError as error:
        raise CodeProblem(f"Line {error.lineno} is no Python that this version reads: {error.msg}.") from None
    if not tree.body:
        raise CodeProblem("The file has no code.")
    functions = [item for item in tree.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
    if functions and is_quiet(tree):
        nodes = function_nodes(text, tree)
        width = max(1, round(len(nodes) ** 0.5))
        places = {node["id"]: {"x": index % width * _COLUMN, "y": index // width * _ROW} for index, node in enumerate(nodes)}
        return {"flow": _flow_text(title, nodes, [], places, []), "remarks": []}
    blocks = script_blocks(text, tree)
    blocks.blocks = [inner for block in blocks.blocks for inner in _without_guard(block, blocks)]
    if not blocks.blocks:
        raise CodeProblem("The file has no code.")
    return _written(blocks, blocks.title or title)


def _without_guard(block: Block, blocks: Blocks) -> list[Block]:
    """What stands under `if __name__ == "__main__"` runs when the script does; a main() without parameters is taken apart."""
    if len(block.tree.body) != 1 or not isinstance(guard := block.tree.body[0], ast.If) or guard.orelse or not _is_guard(guard.test):
        return [block]
    text = _dedented(block.text, guard.body)
    inner = parsed(text)
    match inner.body:
        case [ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[], keywords=[]))]:
            main = _inlined(name, blocks)
            if main is not None:
                return main
        case _:
            pass
    return [Block(text, block.name, inner, block.title, block.about, block.remarks)]


def _is_guard(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and ast.unparse(test) in ("__name__ == '__main__'", "'__main__' == __name__")


def _dedented(text: str, body: list[ast.stmt]) -> str:
    """The lines of a body, moved to the left; lines that begin inside a text in quotes stay."""
    first, last = body[0].lineno, body[-1].end_lineno or body[-1].lineno
    lines = text.split("\n")[first - 1 : last]
    if body[0].col_offset and not lines[0][: body[0].col_offset].strip() == "":
        return text.split("\n")[first - 1].encode()[body[0].col_offset :].decode()  # on the line of its head
    by = body[0].col_offset
    moved = indented("if True:\n" + "\n".join(lines), "\0").split("\n")[1:]
    return "\n".join(line[1:][by:] if line.startswith("\0") and not line[1 : by + 1].strip() else line.removeprefix("\0") for line in moved)


def _inlined(name: str, blocks: Blocks) -> list[Block] | None:
    """The paragraphs of a main() that nothing but the end of the script calls."""
    for index, block in enumerate(blocks.blocks):
        for function in block.tree.body:
            if not (isinstance(function, ast.FunctionDef) and function.name == name) or len(block.tree.body) > 1:
                continue
            own = {node for part in function.body for node in ast.walk(part)}
            inner = {
                node for part in own if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) for node in ast.walk(part)
            }
            if (
                function.args.args
                or function.args.kwonlyargs
                or function.decorator_list
                or any(isinstance(node, ast.Return | ast.Yield | ast.YieldFrom | ast.Global | ast.Nonlocal) for node in own - inner)
            ):
                return None
            others: set[str] = set()
            for other in blocks.blocks:
                if other is not block:
                    names = module_names(other.tree)
                    others |= names.bound
                    if name in names.used and not any(isinstance(item, ast.If) and _is_guard(item.test) for item in other.tree.body):
                        return None
            body = function.body[1:] if ast.get_docstring(function) else function.body
            if not body:
                return None
            text = _dedented(block.text, body)
            tree = parsed(text)
            if module_names(tree).bound & others:
                return None
            del blocks.blocks[index]
            pieces = script_blocks(text, tree).blocks
            for piece in pieces:
                piece.name = f"{name}(), {piece.name}"
            return pieces
    return None


# --- statements -------------------------------------------------------------------------------------------------------


def _written(blocks: Blocks, title: str) -> dict[str, Any]:
    try:
        program = joined(blocks.blocks)
    except TooHard as reason:
        return _one_node(blocks, title, str(reason))
    nodes: list[dict[str, Any]] = []
    links: list[dict[str, str]] = []
    ids: set[str] = set()
    maker: dict[str, str] = {}
    depth: dict[str, int] = {}
    remarks: list[str] = []
    for index, each in enumerate(program.understood):
        if not each.body and not each.block.problem:
            remarks.extend(each.block.remarks)
            continue
        node = node_id(_wanted_name(each.block), ids)
        source = _source_of(program, each, index, node)
        for name in each.inputs:
            links.append({"from": f"{maker[name]}.{name}", "to": f"{node}.{name}"})
        depth[node] = 1 + max((depth[maker[name]] for name in each.inputs), default=-1)
        for name in each.outputs:
            maker[name] = node
        nodes.append({"id": node, "type": "python", "title": each.block.title or each.block.name.capitalize(), "source": source})
        if each.block.problem:
            remarks.append(f"{each.block.name.capitalize()} became a node that cannot run: {each.block.problem}.")
        remarks.extend(each.block.remarks)
    rows: dict[int, int] = {}
    places: dict[str, dict[str, int]] = {}
    for node, column in depth.items():
        places[node] = {"x": column * _COLUMN, "y": rows.get(column, 0) * _ROW}
        rows[column] = rows.get(column, 0) + 1
    return {"flow": _flow_text(title, nodes, links, places, blocks.packages), "remarks": remarks}


def _flow_text(title: str, nodes: list[dict[str, Any]], links: list[dict[str, str]], places: dict[str, Any], packages: list[str]) -> str:
    for node in nodes:
        if len(node["source"]) > bounds.SOURCE_CHARACTERS:
            raise CodeProblem(f"A piece of the code is larger than a node may be ({bounds.SOURCE_CHARACTERS // 2**20} MB).")
    flow: dict[str, Any] = {"format": "pythonflows", "version": 1, "title": title[:200], "nodes": nodes, "links": links}
    if packages:
        flow["packages"] = sorted(set(packages))
    return json.dumps(flow | {"view": {"nodes": places}}, ensure_ascii=False, indent=2) + "\n"


def _wanted_name(block: Block) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "_", block.title).strip("_").lower()[:40]
    if plain and re.fullmatch(r"[\x00-\x7f]+", block.title):
        return plain
    return re.sub(r"\W+", "_", block.name.partition(" to ")[0].replace("–", "_")).strip("_")


def _docstring(block: Block) -> list[str]:
    about = (block.about or block.title or block.name.capitalize()).replace("\\", "\\\\").replace('"""', '\\"\\"\\"').strip()
    parts = [
        about + ("" if about.endswith((".", "!", "?", ":")) or not about[-1:].isalnum() else "."),
        *(remark.replace("\\", "\\\\").replace('"""', "“”") for remark in block.remarks),
    ]
    text = "\n\n".join(parts)
    if text.endswith('"'):
        text += " "
    return ['"""' + text.split("\n")[0], *text.split("\n")[1:], '"""'] if "\n" in text else [f'"""{text}"""']


def _source_of(program: ForeignProgram, each: Understood, index: int, node: str) -> str:
    block = each.block
    if block.problem:
        return block.text.rstrip("\n") + "\n"
    functions = program.closure(each.used, index)
    classes = [statement for statement in each.body if isinstance(statement, ast.ClassDef) and _stands_alone(statement, program, functions)]
    statements = _body_text(each, classes)
    needed = set(each.used)
    imports = [text for place, _statement, text, names in program.imports if names & needed and place <= index]
    name = node
    while name in needed or name in each.bound or name in functions or name in each.inputs:
        name += "_"
    outer = [definition.text for definition in functions.values() if not definition.needs_data]
    inner = [_with_nonlocal(definition.text, each) for definition in functions.values() if definition.needs_data]
    body: list[str] = [*inner, statements]
    is_whole = each.outputs == ["result"]
    if is_whole:
        body.append("return result" if "result" in each.sure else 'return locals().get("result")')
    elif each.outputs:
        values = [output if output in each.sure else f'locals().get("{output}")' for output in each.outputs]
        body.append(f"return ({values[0]},)" if len(values) == 1 else f"return {', '.join(values)}")
    is_async = any(_awaits(statement) for statement in each.body)
    head = f"{'async ' if is_async else ''}def {name}({', '.join(each.inputs)}):"
    outputs = (
        [f"@outputs({', '.join(json.dumps(output, ensure_ascii=False) for output in each.outputs)})"]
        if each.outputs and not is_whole
        else []
    )
    said = [f"    {line}".rstrip() for line in _docstring(block)]
    function = "\n".join([*outputs, head, *said, *([""] if inner else []), indented(_paragraphs(body), "    ")])
    first = "\n".join(filter(None, [program.future, *dict.fromkeys(imports)]))
    return (
        "\n\n\n".join(filter(None, [first, *outer, *(text_of(block, statement) for statement in classes), function])).replace(
            "\n\n\n\n", "\n\n\n"
        )
        + "\n"
    )


def _paragraphs(parts: list[str]) -> str:
    """Definitions with empty lines between them, and what follows close together."""
    *inner, last = parts if not parts[-1].startswith("return") else [*parts[:-2], f"{parts[-2]}\n{parts[-1]}"]
    return "\n\n".join([*inner, last])


def _stands_alone(statement: ast.ClassDef, program: ForeignProgram, functions: dict[str, Definition]) -> bool:
    """Whether a class can be defined before all else, where it keeps its plain name."""
    used = set(module_names(ast.Module([statement], [])).used) - {statement.name}
    if used & program.data or any(functions[name].needs_data for name in used if name in functions):
        return False
    imports = [item for _index, item, _text, _names in program.imports if isinstance(item, ast.Import | ast.ImportFrom)]
    return is_quiet(ast.Module([*imports, statement], []))


def _awaits(statement: ast.AST) -> bool:
    """Of the block itself, not of functions in it."""
    if isinstance(statement, ast.Await | ast.AsyncFor | ast.AsyncWith) or isinstance(statement, ast.comprehension) and statement.is_async:
        return True
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    return any(_awaits(child) for child in ast.iter_child_nodes(statement))


def _with_nonlocal(text: str, each: Understood) -> str:
    """A function that was of the module is now inside the node's: `global` of a variable becomes `nonlocal`."""
    lines = text.split("\n")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Global):
            if any(name not in each.inputs and name not in each.bound for name in node.names):
                raise CodeProblem(f"“global {', '.join(node.names)}” names a variable that is not there yet.")
            line = lines[node.lineno - 1].encode()
            lines[node.lineno - 1] = (line[: node.col_offset] + b"nonlocal" + line[node.col_offset + len("global") :]).decode()
    return "\n".join(lines)


def _body_text(each: Understood, elsewhere: list[ast.ClassDef]) -> str:
    """The block's statements as written, with what was taken out gone, and what a notebook shows of the last one displayed."""
    block = each.block
    text = shown_text(block) if each.body and block.tree.body and each.body[-1] is block.tree.body[-1] else block.text
    lines: list[str | None] = list(text.split("\n"))
    kept = {id(statement) for statement in each.body} - {id(statement) for statement in elsewhere}
    for statement in block.tree.body:
        if id(statement) not in kept:
            first = min([statement.lineno, *(decorator.lineno for decorator in getattr(statement, "decorator_list", []))])
            assert statement.end_lineno is not None
            if any(
                id(other) in kept and other.lineno <= statement.end_lineno and (other.end_lineno or 0) >= first for other in block.tree.body
            ):
                raise CodeProblem(f"In {block.name} a definition shares its line with a statement: give it a line of its own.")
            lines[first - 1 : statement.end_lineno] = [None] * (statement.end_lineno - first + 1)
        elif isinstance(statement, ast.ClassDef):
            assert statement.end_lineno is not None
            lines[statement.end_lineno - 1] = f'{lines[statement.end_lineno - 1]}\n\n{statement.name}.__qualname__ = "{statement.name}"'
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for line in lines if line is not None)).strip("\n") or "pass"


def _one_node(blocks: Blocks, title: str, reason: str) -> dict[str, Any]:
    """All code as the module of one node, in which it runs as it would by itself."""
    texts = [shown_text(block) for block in blocks.blocks if not block.problem]
    tree = parsed("\n\n".join(texts))
    if any(_awaits(statement) for statement in tree.body):
        raise CodeProblem(
            f"The code cannot be divided into nodes ({reason}), and as it awaits something outside of a function it cannot be one node either."
        )
    remark = f"The code is one node, because {reason}."
    future = [line for line in "\n".join(texts).split("\n") if line.startswith("from __future__ ")]
    body = "\n\n".join(texts)
    for line in future:
        body = body.replace(line, "", 1)
    said = remark.replace("\\", "\\\\").replace('"', "'")
    source = "\n".join([*future, body.strip("\n"), "", "", "def whole():", f'    """{said}"""', ""])
    name = "whole"
    while name in module_names(tree).bound:
        name += "_"
    source = source.replace("\ndef whole():", f"\ndef {name}():")
    node = {"id": node_id(title, set()), "type": "python", "title": title[:80], "source": source}
    problems = [f"{block.name.capitalize()} was left out: {block.problem}." for block in blocks.blocks if block.problem]
    remarks = [remark, *problems, *(each for block in blocks.blocks for each in block.remarks)]
    return {"flow": _flow_text(title, [node], [], {node["id"]: {"x": 0, "y": 0}}, blocks.packages), "remarks": remarks}

"""Blocks that must stay one node, because something that cannot travel by a wire goes from one to the other."""

import ast
import re

from .blocks import Block, parsed
from .names import module_names
from .program_in import ForeignProgram, Understood


def joined(blocks: list[Block]) -> ForeignProgram:
    """The program with as few blocks joined as is sound. Raises TooHard."""
    while True:
        program = ForeignProgram(blocks)
        ranges = _ranges(program)
        if not ranges:
            return program
        blocks = _join(blocks, ranges)


def _ranges(program: ForeignProgram) -> list[tuple[int, int, str]]:
    """(first, last, why)."""
    found: list[tuple[int, int, str]] = []
    for index, each in enumerate(program.understood):
        found.extend(_by_what_is_read_once(program, index, each))
        found.extend(_by_what_is_captured(program, index, each))
    found.extend(_by_chance(program))
    return [each for each in found if each[1] > each[0]]


def _last_use(program: ForeignProgram, index: int, names: set[str]) -> int:
    later = [place for place, each in enumerate(program.understood) if place > index and (each.used | each.bound) & names]
    return later[-1] if later else index


def _by_what_is_read_once(program: ForeignProgram, index: int, each: Understood) -> list[tuple[int, int, str]]:
    names = each.bound & program.once
    last = _last_use(program, index, names) if names else index
    return [(index, last, f"“{min(names)}” can be read only once or cannot be copied")] if last > index else []


def _by_what_is_captured(program: ForeignProgram, index: int, each: Understood) -> list[tuple[int, int, str]]:
    """Classes, lambdas and functions that are values keep the variables of their own node: what another node makes of these they would not see."""
    captured: set[str] = set()
    called = {id(node.func) for statement in each.body for node in ast.walk(statement) if isinstance(node, ast.Call)}
    for statement in each.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                inside = ast.Module([node if isinstance(node, ast.stmt) else ast.Expr(node)], [])
                captured |= _reads(program, set(module_names(inside).used), index)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
                definition = program.definition(node.id, index)
                if definition is not None and definition.needs_data:
                    captured |= _reads(program, {node.id}, index)
    own = {
        node.name
        for statement in each.body
        for node in ast.walk(statement)
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    is_kept = bool(own & each.bound) or any(
        isinstance(node, ast.Lambda)
        or isinstance(node, ast.Name)
        and id(node) not in called
        and program.definition(node.id, index) is not None
        for statement in each.body
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Expr)
        for node in ast.walk(statement)
    )
    captured -= own
    if not captured or not is_kept:
        return []
    last = index
    if captured - program.plain:
        last = _last_use(program, index, each.bound | (captured - program.plain))
    for place, other in enumerate(program.understood):
        if place > index and captured & other.bound:
            last = max(last, place)
    return [(index, last, f"a class or a function kept as a value uses “{min(captured)}”")] if last > index else []


def _reads(program: ForeignProgram, names: set[str], index: int) -> set[str]:
    found = set(names)
    for definition in program.closure(names, index).values():
        found |= definition.uses
    return found & program.data


def _by_chance(program: ForeignProgram) -> list[tuple[int, int, str]]:
    """A seed that is set once holds for all code after it."""
    texts = []
    for index, each in enumerate(program.understood):
        parts = [ast.unparse(ast.Module(each.body, []))]
        parts.extend(definition.text for definition in program.closure(each.used, index).values())
        texts.append("\n".join(parts))
    if not any(re.search(r"\bseed\(", text) for text in texts):
        return []
    places = [
        index for index, text in enumerate(texts) if re.search(r"\brandom\b|\bseed\(|\bshuffle\(|\bchoice\(|\brandint\(|\bsample\(", text)
    ]
    return [(places[0], places[-1], "they use random numbers of one seed")] if len(places) > 1 else []


def _join(blocks: list[Block], ranges: list[tuple[int, int, str]]) -> list[Block]:
    ends: dict[int, int] = {}
    reasons: dict[int, set[str]] = {}
    spans: list[list[int]] = []
    for first, last, _why in sorted(ranges):
        if spans and first <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], last)
        else:
            spans.append([first, last])
    for first, last in spans:
        ends[first] = last
        reasons[first] = {why for start, end, why in ranges if first <= start and end <= last}
    result: list[Block] = []
    index = 0
    while index < len(blocks):
        last = ends.get(index, index)
        if last > index:
            # What is no Python would spoil the two that it stands between; as it does nothing it can as well stand behind them.
            result.append(_together([block for block in blocks[index : last + 1] if not block.problem], reasons[index]))
            result.extend(block for block in blocks[index : last + 1] if block.problem)
        else:
            result.append(blocks[index])
        index = last + 1
    return result


def _together(blocks: list[Block], reasons: set[str]) -> Block:
    text = "\n\n".join(shown_text(block, is_last=block is blocks[-1]) for block in blocks)
    first = blocks[0]
    name = f"{first.name} to {blocks[-1].name}"
    remarks = [remark for block in blocks for remark in block.remarks]
    remarks.append(f"{name[0].upper()}{name[1:]} stay together: {'; '.join(sorted(reasons))}.")
    about = "\n\n".join(filter(None, (block.about for block in blocks)))[:4000]
    return Block(text, name, parsed(text), first.title, about, remarks, blocks[-1].shows_last)


def shown_text(block: Block, *, is_last: bool = False) -> str:
    """The block's text; what a notebook would show of it is displayed, unless somebody else sees to that."""
    if not block.shows_last or is_last or not block.tree.body:
        return block.text
    last = block.tree.body[-1]
    assert isinstance(last, ast.Expr) and last.end_lineno is not None and last.end_col_offset is not None
    lines = block.text.split("\n")
    start = lines[last.lineno - 1].encode()
    before = lines[: last.lineno - 1]
    head = start[: last.col_offset].decode().rstrip().rstrip(";")
    expression = lines[last.lineno - 1 : last.end_lineno]
    expression[-1] = expression[-1].encode()[: last.end_col_offset].decode()
    expression[0] = expression[0].encode()[last.col_offset :].decode()
    text = "\n".join(expression)
    shown = displayed(last.value, text)
    return "\n".join([*before, *([head] if head.strip() else []), *shown])


def displayed(value: ast.expr, text: str) -> list[str]:
    """The lines that show an expression as a notebook does: nothing for None."""
    match value:
        case ast.Constant(value=None) | ast.Call(func=ast.Name(id="print" | "display")):
            return [text]
        case (
            ast.Constant()
            | ast.JoinedStr()
            | ast.Compare()
            | ast.BinOp()
            | ast.List()
            | ast.Tuple()
            | ast.Dict()
            | ast.ListComp()
            | ast.DictComp()
        ):
            return [f"display({text})"] if not isinstance(value, ast.Tuple) or text.startswith("(") else [f"display(({text}))"]
        case ast.Call() | ast.Name() | ast.Attribute() | ast.Subscript():
            return [f"if (shown := {text}) is not None:", "    display(shown)"]
        case _:
            return [f"if (shown := ({text})) is not None:", "    display(shown)"]

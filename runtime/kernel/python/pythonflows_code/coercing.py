"""A setting's JSON value as the function takes it, by its annotation: what pythonflows_kernel.settings does with the function itself, here without running anything."""

import ast
from typing import Any

from .layout import Expression, string
from .sources import NodeSource

_TEXTS = frozenset(("str", "Text", "Column", "File", "Secret"))
_CONTAINERS = {
    "list": list,
    "List": list,
    "tuple": tuple,
    "Tuple": tuple,
    "set": set,
    "Set": set,
    "frozenset": frozenset,
    "FrozenSet": frozenset,
}
_FROM_TEXT = {"date": "date.fromisoformat", "datetime": "datetime.fromisoformat", "time": "time.fromisoformat", "Decimal": "Decimal"}


def coerced(value: Any, setting: str, source: NodeSource) -> Any:
    """The value for a literal; an annotation that says nothing about JSON lets it through."""
    annotation = _annotation(setting, source)
    standard = next((each.standard for each in source.signature.settings if each.name == setting), None)
    if value is None and standard == "null":
        return None
    if annotation is None:
        is_float = standard is not None and standard.lstrip("-")[:1].isdigit() and not standard.lstrip("-").isdigit()
        return float(value) if is_float and isinstance(value, int) and not isinstance(value, bool) else value
    return _Coercing(source).by(value, annotation)


def _annotation(setting: str, source: NodeSource) -> ast.expr | None:
    text = next((each.annotation for each in source.signature.settings if each.name == setting), "")
    if not text:
        return None
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None


class _Coercing:
    def __init__(self, source: NodeSource) -> None:
        self._source = source
        self._imports = {each.name: f"{each.module}.{each.item}" if each.item else each.module for each in source.imports}
        self._depth = 0

    def by(self, value: Any, annotation: ast.expr) -> Any:
        self._depth += 1
        if self._depth > 50:
            return value
        match annotation:
            case ast.Constant(value=str(text)):
                try:
                    return self.by(value, ast.parse(text, mode="eval").body)
                except SyntaxError:
                    return value
            case ast.BinOp(op=ast.BitOr()):
                return self._union(value, _members(annotation))
            case ast.Subscript(value=owner, slice=inside):
                return self._subscript(value, self._plain_name(owner), inside)
            case _:
                return self._named(value, self._plain_name(annotation), annotation)

    def _plain_name(self, node: ast.expr) -> str:
        """The last part of the name that the annotation means: `float` of `builtins.float`, `date` of `datetime.date`."""
        if isinstance(node, ast.Attribute):
            return node.attr
        if isinstance(node, ast.Name):
            return self._imports.get(node.id, node.id).rpartition(".")[2]
        return ""

    def _subscript(self, value: Any, name: str, inside: ast.expr) -> Any:
        items = list(inside.elts) if isinstance(inside, ast.Tuple) else [inside]
        if name == "Annotated":
            return self.by(value, items[0])
        if name == "Optional":
            return None if value is None else self.by(value, items[0])
        if name == "Union":
            return self._union(value, items)
        if name == "Literal":
            return next(
                (choice for choice in map(_constant, items) if choice == value and isinstance(choice, bool) == isinstance(value, bool)),
                value,
            )
        if name in ("dict", "Dict") and isinstance(value, dict):
            return {key: self.by(each, items[1]) for key, each in value.items()} if len(items) == 2 else value
        if name in _CONTAINERS and isinstance(value, list):
            return self._container(value, _CONTAINERS[name], items)
        return value

    def _container(self, value: list[Any], kind: Any, items: list[ast.expr]) -> Any:
        is_open = len(items) == 2 and isinstance(items[1], ast.Constant) and items[1].value is Ellipsis
        if kind is tuple and items and not is_open:
            return tuple(self.by(each, item) for each, item in zip(value, items)) if len(items) == len(value) else value
        each_of = [self.by(each, items[0]) for each in value] if items else value
        try:
            return kind(each_of)
        except TypeError:
            return value

    def _union(self, value: Any, members: list[ast.expr]) -> Any:
        names = [member.id if isinstance(member, ast.Name) else "" for member in members]
        if value is None or type(value).__name__ in names:
            return value
        for member in members:
            if isinstance(member, ast.Constant) and member.value is None:
                continue
            changed = self.by(value, member)
            if changed is not value or self._takes(value, self._plain_name(member)):
                return changed
        return value

    def _takes(self, value: Any, name: str) -> bool:
        return (
            isinstance(value, str)
            and name in _TEXTS
            or isinstance(value, list)
            and name == "list"
            or isinstance(value, dict)
            and name == "dict"
        )

    def _named(self, value: Any, name: str, annotation: ast.expr) -> Any:
        if name == "float":
            if isinstance(value, str) and value.strip().lower() in ("nan", "inf", "-inf", "infinity", "-infinity"):
                return float(value)
            if isinstance(value, int) and not isinstance(value, bool):
                try:
                    return float(value)
                except OverflowError:
                    return value
            return value
        if name == "int":
            return int(value) if isinstance(value, float) and value.is_integer() else value
        if name in ("tuple", "set", "frozenset") and isinstance(value, list):
            return self._container(value, _CONTAINERS[name], [])
        if name in _FROM_TEXT and isinstance(value, str | int) and not isinstance(value, bool):
            return self._from_text(value, name, annotation)
        definition = self._definition(annotation)
        if isinstance(definition, ast.ClassDef):
            return self._member(value, definition)
        return self.by(value, definition) if isinstance(definition, ast.expr) else value

    def _from_text(self, value: str | int, name: str, annotation: ast.expr) -> Any:
        text = ast.unparse(annotation)
        dotted = self._imports.get(text.partition(".")[0], "")
        if dotted.partition(".")[0] not in ("datetime", "decimal"):
            return value
        argument = str(value) if isinstance(value, int) else string(value.strip())
        return Expression(f"{text}({argument})" if name == "Decimal" else f"{text}.fromisoformat({argument})")

    def _definition(self, annotation: ast.expr) -> ast.AST | None:
        """The class or the alias that the source itself gives the name."""
        if not isinstance(annotation, ast.Name):
            return None
        for statement in self._source.tree.body:
            match statement:
                case ast.ClassDef(name=name) if name == annotation.id:
                    return statement
                case ast.Assign(targets=[ast.Name(id=name)], value=alias) if name == annotation.id:
                    return alias
                case ast.AnnAssign(target=ast.Name(id=name), value=alias) if name == annotation.id:
                    return alias
                case _:
                    if type(statement).__name__ == "TypeAlias" and statement.name.id == annotation.id:  # type: ignore[attr-defined]
                        return statement.value  # type: ignore[attr-defined]
        return None

    def _member(self, value: Any, definition: ast.ClassDef) -> Any:
        """A member of an enumeration; of any other class the value as it is."""
        bases = {self._plain_name(base) for base in definition.bases}
        if not bases & {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}:
            return value
        names = {
            target.id
            for statement in definition.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        if isinstance(value, str) and value in names:
            return Expression(f"{definition.name}.{value}")
        from .layout import literal

        return Expression(f"{definition.name}({literal(value)})")


def _members(annotation: ast.expr) -> list[ast.expr]:
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return [*_members(annotation.left), *_members(annotation.right)]
    return [annotation]


def _constant(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None

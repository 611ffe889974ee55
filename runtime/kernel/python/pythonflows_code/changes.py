"""Whether a source may change what its node was given. A node gets copies in the editor; a script hands values on and copies only where it must.

One look at all names of the source at once, on the safe side: a name is FRESH (made here, all of it), a HOLDER (made here, with parts of what was given in it) or
GIVEN. Whatever is not known to look only counts as a change.
"""

import ast
from collections.abc import Iterable

from .names import all_arguments

FRESH, HOLDER, GIVEN = range(3)

_READING_METHODS = frozenset(
    "get keys values items copy count index split rsplit splitlines strip lstrip rstrip upper lower title capitalize casefold startswith endswith replace join "
    "format encode decode isdigit isalpha isdecimal isnumeric isspace isidentifier zfill ljust rjust center find rfind partition rpartition removeprefix "
    "removesuffix union intersection difference symmetric_difference issubset issuperset isdisjoint isoformat strftime date time weekday isoweekday timestamp "
    "total_seconds is_integer as_integer_ratio bit_length hex to_bytes "
    "head tail mean median sum max min std var quantile describe groupby agg aggregate merge to_dict to_list tolist to_numpy isna isnull notna nunique "
    "value_counts sort_values sort_index reset_index set_index dropna fillna astype rename abs round cumsum diff shift rolling "
    "corr query assign pivot_table melt nlargest nsmallest sample isin between plot hist boxplot to_csv to_json to_string info unique duplicated filter any all "
    "prod argmax argmin cumprod reshape ravel transpose dot clip T".split()
)
READING_FUNCTIONS = frozenset(
    "abs all any ascii bin bool bytes chr complex dict divmod enumerate float format frozenset hash hex id int isinstance issubclass len list max min oct ord pow "
    "print range repr reversed round set slice sorted str sum tuple type zip display progress".split()
)
_LOOKING_FUNCTIONS = frozenset("filter map".split())
"""They call what they are given; a function of the source is looked at by itself."""
_READING_MODULES = frozenset(
    "math cmath statistics json itertools operator collections textwrap string datetime decimal fractions html re hashlib zlib base64 csv".split()
)
_FRESH_FUNCTIONS = frozenset(
    "abs all any bin bool bytes chr complex divmod float format hash hex id int isinstance len oct ord print range repr round str sum type".split()
)
_FRESH_MODULES = frozenset("math cmath statistics textwrap string re hashlib zlib base64 html".split())
GROWING = frozenset("append extend insert add update setdefault appendleft extendleft push".split())
_SHRINKING = frozenset("pop popitem remove discard clear sort reverse popleft rotate".split())
_OUTSIDE = frozenset(("numpy", "pandas", "matplotlib", "seaborn"))
"""Packages whose functions only read what they are given, but for these."""
_WRITING = frozenset("shuffle put copyto place putmask fill_diagonal at put_along_axis setfield".split())
_DANGEROUS = frozenset("exec eval globals locals vars setattr delattr getattr __import__ compile memoryview".split())


def may_change(tree: ast.Module, given: Iterable[str] = ()) -> bool:
    """Whether the module's functions may change what they are given, or keep it; or its statements what is in the variables `given`."""
    return _Look(tree, given).may_change()


def is_reading_module(module: str, function: str) -> bool:
    """Whether a function of an imported module leaves what it is given as it is."""
    root = module.partition(".")[0]
    return root in _READING_MODULES or root in _OUTSIDE and function not in _WRITING


class _Look:
    def __init__(self, tree: ast.Module, given: Iterable[str]) -> None:
        self._tree = tree
        self._kinds: dict[str, int] = dict.fromkeys(given, GIVEN)
        self._functions: set[str] = {item.name for item in ast.walk(tree) if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
        self._modules: dict[str, str] = {}
        self._constants: set[str] = set()

    def may_change(self) -> bool:
        nodes = list(ast.walk(self._tree))
        for node in nodes:
            match node:
                case ast.Import(names=aliases):
                    self._modules.update({alias.asname or alias.name.partition(".")[0]: alias.name for alias in aliases})
                case ast.ImportFrom(module=module, names=aliases):
                    self._modules.update({alias.asname or alias.name: f"{module}.{alias.name}" for alias in aliases})
                case ast.Name(id=name) if name in _DANGEROUS:
                    return True
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                    for argument in all_arguments(node.args):
                        self._kinds[argument.arg] = GIVEN
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and any(
                        not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "outputs")
                        for decorator in node.decorator_list
                    ):
                        return True
                case ast.Yield() | ast.YieldFrom() | ast.Global() | ast.Nonlocal() | ast.ClassDef() | ast.Await():
                    return True
                case _:
                    pass
        self._constants = _numbers_only(nodes)
        while self._spread(nodes):
            pass
        return any(self._changes(node) for node in nodes)

    # --- what the names are ---------------------------------------------------------------------------------------

    def _spread(self, nodes: list[ast.AST]) -> bool:
        before = dict(self._kinds)
        for node in nodes:
            match node:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        self._bind(target, value)
                case ast.AnnAssign(target=target, value=value) if value is not None:
                    self._bind(target, value)
                case ast.NamedExpr(target=target, value=value):
                    self._bind(target, value)
                case ast.AugAssign(target=ast.Name(id=name), value=value) if name not in self._constants:
                    self._raise(name, min(self._kind(value), HOLDER))
                case (
                    ast.For(target=target, iter=value)
                    | ast.AsyncFor(target=target, iter=value)
                    | ast.comprehension(target=target, iter=value)
                ):
                    self._raise_all(target, self._part_of(value))
                case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                    self._raise_all(target, self._kind(value))
                case ast.Match(subject=value):
                    for part in ast.walk(node):
                        captured = (
                            getattr(part, "name", None) if isinstance(part, ast.MatchAs | ast.MatchStar) else getattr(part, "rest", None)
                        )
                        if isinstance(captured, str):
                            self._raise(captured, self._part_of(value))
                case ast.Call(func=ast.Attribute(value=owner, attr=method), args=arguments) if method in GROWING:
                    root = _root(owner)
                    if root is not None and any(self._kind(argument) > FRESH for argument in arguments):
                        self._raise(root, HOLDER)
                case _:
                    pass
        return self._kinds != before

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._raise(target.id, self._kind(value))
        elif isinstance(target, ast.Tuple | ast.List | ast.Starred):
            self._raise_all(target, self._part_of(value))
        elif self._kind(value) > FRESH:
            root = _root(target)
            if root is not None:
                self._raise(root, HOLDER)

    def _raise_all(self, target: ast.expr, kind: int) -> None:
        for part in ast.walk(target):
            if isinstance(part, ast.Name):
                self._raise(part.id, kind)

    def _raise(self, name: str, kind: int) -> None:
        self._kinds[name] = max(self._kinds.get(name, FRESH), kind)

    def _part_of(self, value: ast.expr) -> int:
        """What a part of the value is: parts of a holder were given."""
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("enumerate", "zip", "sorted", "reversed"):
            return max((self._part_of(argument) for argument in value.args), default=FRESH)
        return GIVEN if self._kind(value) > FRESH else FRESH

    def _kind(self, value: ast.expr) -> int:
        match value:
            case ast.Name(id=name):
                return self._kinds.get(name, FRESH)
            case ast.Constant() | ast.JoinedStr() | ast.Compare() | ast.Lambda():
                return FRESH
            case ast.UnaryOp(operand=operand):
                return min(self._kind(operand), HOLDER)
            case ast.Attribute(value=owner) | ast.Subscript(value=owner) | ast.Starred(value=owner):
                return GIVEN if self._kind(owner) > FRESH else FRESH
            case ast.Call():
                return self._kind_of_call(value)
            case ast.BinOp(left=left, right=right):
                return min(max(self._kind(left), self._kind(right)), HOLDER)
            case ast.BoolOp(values=values):
                return max(self._kind(each) for each in values)
            case ast.IfExp(body=body, orelse=other):
                return max(self._kind(body), self._kind(other))
            case ast.NamedExpr(value=inner):
                return self._kind(inner)
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self._kind_of_parts(value)
            case _:
                return GIVEN

    def _kind_of_parts(self, value: ast.expr) -> int:
        match value:
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                parts: Iterable[ast.expr] = items
            case ast.Dict(values=values):
                parts = values
            case ast.ListComp(elt=item) | ast.SetComp(elt=item) | ast.GeneratorExp(elt=item):
                parts = [item]
            case ast.DictComp(key=key, value=item):
                parts = [key, item]
            case _:
                return GIVEN
        return HOLDER if any(self._kind(part) > FRESH for part in parts) else FRESH

    def _kind_of_call(self, call: ast.Call) -> int:
        match call.func:
            case ast.Name(id=name) if name in _FRESH_FUNCTIONS and name not in self._functions:
                return FRESH
            case ast.Name(id=name) if self._modules.get(name) == "copy.deepcopy":
                return FRESH
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in self._modules:
                if self._modules[module] in _FRESH_MODULES or (self._modules[module], name) in (
                    ("copy", "deepcopy"),
                    ("json", "dumps"),
                    ("json", "loads"),
                ):
                    return FRESH
            case ast.Attribute(value=ast.Constant() | ast.JoinedStr()):
                return FRESH
            case ast.Attribute(value=owner, attr=name) if name in (
                "copy",
                "keys",
                "values",
                "items",
                "split",
                "union",
                "intersection",
                "difference",
            ):
                return min(self._kind(owner), HOLDER)
            case ast.Name(id="list" | "dict" | "set" | "tuple" | "sorted" | "frozenset" | "enumerate" | "zip" | "reversed" as name) if (
                name not in self._functions
            ):
                return HOLDER if any(self._kind(argument) > FRESH for argument in call.args) else FRESH
            case _:
                pass
        everything = [call.func, *call.args, *(keyword.value for keyword in call.keywords)]
        return GIVEN if any(self._kind(part) > FRESH for part in everything) else FRESH

    # --- what is done with them -----------------------------------------------------------------------------------

    def _changes(self, node: ast.AST) -> bool:
        match node:
            case ast.Assign(targets=targets) | ast.Delete(targets=targets):
                return any(self._is_change_of(target) for target in targets)
            case ast.AnnAssign(target=target):
                return self._is_change_of(target)
            case ast.AugAssign(target=ast.Name(id=name)):
                return name not in self._constants and self._kinds.get(name, FRESH) == GIVEN
            case ast.AugAssign(target=target) | ast.For(target=target) | ast.comprehension(target=target):
                return self._is_change_of(target)
            case ast.withitem(context_expr=value):
                return self._kind(value) > FRESH
            case ast.Compare(ops=operators, comparators=others, left=left) if any(
                isinstance(operator, ast.Is | ast.IsNot) for operator in operators
            ):
                return not all(isinstance(other, ast.Constant) for other in others) and self._kind(left) > FRESH
            case ast.Call():
                return self._call_changes(node)
            case _:
                return False

    def _is_change_of(self, target: ast.expr) -> bool:
        match target:
            case ast.Name():
                return False
            case ast.Tuple(elts=items) | ast.List(elts=items):
                return any(self._is_change_of(item) for item in items)
            case ast.Starred(value=inner):
                return self._is_change_of(inner)
            case ast.Subscript(value=owner) | ast.Attribute(value=owner):
                return self._kind(owner) == GIVEN or not isinstance(owner, ast.Name) and self._kind(owner) > FRESH
            case _:
                return True

    def _call_changes(self, call: ast.Call) -> bool:
        given = [argument for argument in [*call.args, *(keyword.value for keyword in call.keywords)] if self._kind(argument) > FRESH]
        if any(keyword.arg in ("inplace", "out") for keyword in call.keywords):
            return True
        match call.func:
            case ast.Name(id=name):
                if name in self._functions:
                    return False  # looked at by itself, its parameters as given
                if name in READING_FUNCTIONS or name in _LOOKING_FUNCTIONS and all(self._is_looked_at(each) for each in call.args[:1]):
                    return False
                module = self._modules.get(name, "").partition(".")[0]
                return (
                    bool(given)
                    and module not in _READING_MODULES
                    and self._modules.get(name) not in ("copy.deepcopy", "copy.copy")
                    or self._kind(call.func) > FRESH
                )
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in self._modules:
                module = self._modules[name].partition(".")[0]
                return (
                    bool(given)
                    and not is_reading_module(module, attribute)
                    and (module, attribute) not in (("copy", "deepcopy"), ("copy", "copy"))
                )
            case ast.Attribute(value=owner, attr=method):
                kind = self._kind(owner)
                if kind == GIVEN:
                    return method not in _READING_METHODS
                if method in GROWING or method in _SHRINKING or method in _READING_METHODS:
                    return False
                return kind == HOLDER or bool(given)
            case ast.Lambda():
                return False
            case _:
                return True

    def _is_looked_at(self, function: ast.expr) -> bool:
        match function:
            case ast.Lambda():
                return True
            case ast.Name(id=name):
                return name in self._functions or name in READING_FUNCTIONS
            case ast.Attribute(value=ast.Name(id=name)):
                return name in ("str", "int", "float")
            case _:
                return False


def _root(target: ast.expr) -> str | None:
    while isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        target = target.value
    return target.id if isinstance(target, ast.Name) else None


def _numbers_only(nodes: list[ast.AST]) -> set[str]:
    """Names that only ever begin as a number or a text: adding to them makes something new."""
    plain: set[str] = set()
    other: set[str] = set()
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() | ast.JoinedStr()):
                plain.add(name)
            case ast.AugAssign(target=ast.Name()):
                pass
            case ast.Assign(targets=targets):
                other |= {
                    part.id
                    for target in targets
                    for part in ast.walk(target)
                    if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
                }
            case ast.For(target=target) | ast.comprehension(target=target) | ast.NamedExpr(target=target) | ast.AnnAssign(target=target):
                other |= {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                other |= {argument.arg for argument in all_arguments(node.args)}
            case _:
                pass
    return plain - other

"""Whether a module's own statements can run earlier than they would in the flow: they define things and compute constants, and nobody can tell when."""

import ast

_BUILTINS = frozenset(
    "abs all any ascii bin bool bytearray bytes chr classmethod complex dict divmod enumerate filter float format frozenset getattr hasattr hash hex int "
    "isinstance issubclass iter len list map max min oct ord pow property range repr reversed round set slice sorted staticmethod str sum super tuple type zip "
    "outputs Text Column File Secret Annotated Literal Any".split()
)
_MODULES = frozenset(
    "abc array bisect calendar cmath collections colorsys copy dataclasses datetime decimal difflib enum fractions functools heapq html itertools json keyword "
    "logging math numbers operator pathlib re statistics string struct textwrap types typing typing_extensions unicodedata uuid zoneinfo".split()
)
_LIVELY = frozenset(
    "now today utcnow read_text read_bytes write_text write_bytes open uuid1 uuid4 cwd home exists iterdir glob load dump mkdir unlink".split()
)
"""Attributes of these modules' things that look at the world."""
_STEADY = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Pass)
_CONSTANTS = (ast.Constant, ast.Tuple, ast.UnaryOp, ast.BinOp)


def is_quiet(tree: ast.Module) -> bool:
    """Whether nobody can tell when the module's statements run."""
    return _Quiet(tree).module()


def keeps_nothing(tree: ast.Module) -> bool:
    """Whether two nodes can have one copy of the module's definitions: nothing in it can remember a call or be told apart by its class."""
    for statement in tree.body:
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                if not _keeps_nothing(statement):
                    return False
            case ast.Assign(value=value) | ast.AnnAssign(value=value):
                if value is not None and not _is_constant(value):
                    return False
            case _:
                return False
    functions = {statement.name for statement in tree.body if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)}
    return not any(
        isinstance(node, ast.Global)
        or (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in functions
            and not isinstance(node.ctx, ast.Load)
        )
        for node in ast.walk(tree)
    )


def _keeps_nothing(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = [_decorator_name(decorator) for decorator in function.decorator_list]
    arguments = function.args
    defaults = [*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]
    return all(name == "outputs" for name in decorators) and all(_is_constant(default) for default in defaults)


def _decorator_name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def _is_constant(value: ast.expr) -> bool:
    return all(isinstance(node, (*_CONSTANTS, ast.unaryop, ast.operator, ast.expr_context)) for node in ast.walk(value))


class _Quiet:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._functions = {item.name: item for item in tree.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)}
        self._known: dict[str, bool] = {}
        self._modules: set[str] = set()
        """Names that are quiet modules, or things of them."""
        for statement in tree.body:
            if isinstance(statement, ast.Import):
                for alias in statement.names:
                    if alias.name.partition(".")[0] in _MODULES:
                        self._modules.add(alias.asname or alias.name.partition(".")[0])
            elif isinstance(statement, ast.ImportFrom) and (statement.module or "").partition(".")[0] in _MODULES:
                self._modules |= {alias.asname or alias.name for alias in statement.names if alias.name not in _LIVELY}

    def module(self) -> bool:
        return all(self._statement(statement) for statement in self._tree.body)

    def _statement(self, statement: ast.stmt) -> bool:
        match statement:
            case ast.Import() | ast.Pass():
                return True
            case ast.ImportFrom():
                return statement.level == 0 and all(alias.name != "*" for alias in statement.names)
            case ast.Expr(value=ast.Constant()):
                return True
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return all(self._is_quiet(part) for part in self._outside(statement))
            case ast.ClassDef():
                outside = [*statement.decorator_list, *statement.bases, *(keyword.value for keyword in statement.keywords)]
                return all(self._is_quiet(part) for part in outside) and all(self._statement(part) for part in statement.body)
            case ast.Assign(targets=targets, value=value):
                return all(self._is_plain(target) for target in targets) and self._is_quiet(value)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                return self._is_plain(target) and self._is_quiet(annotation) and (value is None or self._is_quiet(value))
            case _:
                return False

    def _outside(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
        arguments = function.args
        return [*function.decorator_list, *arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]

    def _is_plain(self, target: ast.expr) -> bool:
        return all(isinstance(node, ast.Name | ast.Tuple | ast.List | ast.Starred | ast.expr_context) for node in ast.walk(target))

    def _is_quiet(self, node: ast.AST) -> bool:
        """Of an expression that runs when the module does."""
        waiting: list[ast.AST] = [node]
        while waiting:
            part = waiting.pop()
            match part:
                case ast.Lambda():
                    waiting.extend(part.args.defaults)
                    continue
                case ast.Await() | ast.Yield() | ast.YieldFrom() | ast.NamedExpr():
                    return False
                case ast.Call(func=called):
                    if not self._is_quiet_call(called):
                        return False
                case _:
                    pass
            waiting.extend(ast.iter_child_nodes(part))
        return True

    def _is_quiet_call(self, called: ast.expr) -> bool:
        match called:
            case ast.Name(id=name) if name in self._functions:
                return self._is_quiet_function(name)
            case ast.Name(id=name):
                return name in _BUILTINS or name in self._modules
            case ast.Attribute(attr=name):
                if name in _LIVELY:
                    return False
                root: ast.expr = called
                while isinstance(root, ast.Attribute):
                    root = root.value
                if isinstance(root, ast.Name):
                    return root.id in self._modules
                return isinstance(root, ast.Constant | ast.JoinedStr) or isinstance(root, ast.Call) and self._is_quiet(root)
            case ast.Call():
                return self._is_quiet_call(called.func)
            case _:
                return False

    def _is_quiet_function(self, name: str) -> bool:
        """A function of the module that is called while it is loaded, as a decorator is: what its inner functions do comes later."""
        if name not in self._known:
            self._known[name] = False  # one that calls itself
            function = self._functions[name]
            parameters = {argument.arg for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]}
            self._known[name] = all(self._is_quiet_body(statement, parameters) for statement in function.body)
        return self._known[name]

    def _is_quiet_body(self, statement: ast.stmt, parameters: set[str]) -> bool:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return all(self._is_quiet(part) for part in self._outside(statement))
            case ast.Return(value=value):
                return value is None or self._is_quiet(value)
            case ast.Assign(value=value, targets=targets):
                return all(self._is_plain(target) or isinstance(target, ast.Attribute) for target in targets) and self._is_quiet(value)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                return True
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in parameters:
                return False
            case ast.If(test=test, body=body, orelse=other):
                return self._is_quiet(test) and all(self._is_quiet_body(part, parameters) for part in [*body, *other])
            case _:
                return False

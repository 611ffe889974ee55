"""Gives a call its inputs: values from the store by port name, as copies unless the node is known not to change them and they are of one call."""

from collections.abc import Mapping
from typing import Any

from .copying import Memo, deep_copy, is_plain
from .journal import Journal
from .messages_gen import InputBinding, ValueKey
from .problems import NodeProblem
from .shared_code import enter_shared
from .signature import Signature
from .value_store import MissingValue, ValueStore

Inputs = dict[str, Any]
"""Values by port; of `*args` the list of values."""


def take_inputs(bindings: list[InputBinding], signature: Signature, store: ValueStore, is_trusted: bool, shared: Journal) -> Inputs:
    """The values for one call. Raises NodeProblem, naming the port. What the copies share with what they are of is entered in `shared`."""
    parameters = {port.name: port.is_variadic for port in signature.ports} | {setting.name: False for setting in signature.settings}
    memos: dict[str, Memo] = {}
    as_it_is = _first_call(bindings) if is_trusted else None
    result: Inputs = {}
    for binding in bindings:
        port = binding["port"]
        if port not in parameters:
            raise NodeProblem("input", f"The function has no parameter “{port}”.", signature.line)
        values = [_value(key, port, store, memos, key["key"] == as_it_is) for key in binding["keys"]]
        if parameters[port]:
            result.setdefault(port, []).extend(values)
        elif len(values) != 1:
            raise NodeProblem("input", f"The input “{port}” takes one link, not {len(values)}.", signature.line)
        else:
            result[port] = values[0]
        for key in binding["keys"]:
            if not is_plain(memos.get(key["key"], {})):
                enter_shared(store.get(key["key"], key["port"]).value, shared)
    for port in signature.ports:
        if port.name not in result and not port.is_variadic:
            raise NodeProblem("input", f"The input “{port.name}” is not connected.", signature.line)
    return result


def _first_call(bindings: list[InputBinding]) -> str | None:
    """The one call whose values a trusted node gets as they are. Those of another call may share parts with them, passed on by other trusted nodes: in what it makes of both these would be
    one object, which they are not for a node that is given copies."""
    return next((key["key"] for binding in bindings for key in binding["keys"]), None)


def _value(key: ValueKey, port: str, store: ValueStore, memos: dict[str, Memo], is_as_it_is: bool) -> Any:
    try:
        value = store.get(key["key"], key["port"]).value
    except MissingValue:
        raise NodeProblem("input", f"The value for the input “{port}” is no longer there. Run the node that makes it again.") from None
    if is_as_it_is:
        return value
    memo = memos.setdefault(key["key"], {})  # values of one call may share parts, those of different calls never do
    try:
        return deep_copy(value, memo)
    except RecursionError:
        raise NodeProblem("input", f"The value for the input “{port}” is nested too deeply to be copied for this node.") from None
    except Exception as error:
        reason = str(error)[:200]
        raise NodeProblem(
            "input",
            f"The value for the input “{port}” ({type(value).__name__}) cannot be copied, so it cannot be handed to another node ({reason}). "
            "Return plain data instead, or use the object in the node that makes it.",
        ) from None


def call_arguments(function: Any, signature: Signature, inputs: Inputs, settings: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments. Only what has to be is positional, so that decorated functions see names."""
    given = {**settings, **inputs}
    variadic = given.pop(signature.variadic, []) if signature.variadic is not None else []
    count = len(signature.positional) if variadic else len(signature.positional_only)
    names = signature.positional[:count]
    while names and not variadic and names[-1] not in given:  # settings at the end that are not set keep their defaults
        names = names[:-1]
    positional = [given.pop(name) if name in given else _default(function, name) for name in names]
    return [*positional, *variadic], given


def _default(function: Any, name: str) -> Any:
    """The default of a parameter that has to be passed by position although it is not set."""
    import inspect

    default = inspect.signature(function).parameters[name].default
    if default is inspect.Parameter.empty:
        raise NodeProblem("input", f"The input “{name}” is not connected.")
    return default

"""Hands what calls have made to another kernel of the same flow, and takes in what another one hands over.

The bytes go from worker to worker and lie nowhere in between, so they are not hashed; everything else is as for saved values.

Must not know: how bytes are made of values (pickling.py), who decides what goes where.
"""

from collections.abc import Callable, Mapping, Sequence

from . import limits
from .entrance import Post, write_message
from .pickling import Buffer, CannotLoad, CannotSave, Most, Packed, TooLarge
from .problems import NodeProblem
from .saving import Stores
from .sizes import size_text

Give = Callable[[int, str, int, Sequence[Buffer]], bool]
"""Takes the number of a kernel, a key, how many bytes there are, and the bytes in pieces, which it copies. False: that kernel cannot be reached."""


class Moving:
    """Of one kernel. Without a way to others nothing is handed over."""

    def __init__(self, stores: Stores, post: Post, give: Give | None) -> None:
        self._stores = stores
        self._post = post
        self._give = give

    def why_bound(self, key: str) -> str | None:
        """What keeps the values of a call in this kernel: the type that has no bytes, or the size; None where nothing does."""
        try:
            self._packed(key)
        except TooLarge as error:
            return size_text(error.args[0])
        except CannotSave as error:
            return str(error)[: limits.TYPE_CHARACTERS]
        return None

    def give(self, to: int, keys: list[str]) -> None:
        """Hands the values of these calls to the kernel `to`, which says that it has them; of those that cannot be handed over this one says so."""
        for key in keys:
            try:
                packed = self._packed(key)
                is_given = packed is not None and self._give is not None and self._give(to, key, packed.size, packed.pieces)
            except Exception:  # nothing to be had of it, or no memory for the copy: the value itself is well
                is_given = False
            if not is_given:
                self._say({"type": "value_lost", "key": key})

    async def take(self, key: str, data: bytearray) -> None:
        """Takes in the values of one call, whose bytes these are."""
        try:
            if await self._stores.take_in(key, data):
                self._say({"type": "packages_changed", "packages": self._stores.packages.loaded})
        except (CannotLoad, NodeProblem, MemoryError):
            self._say({"type": "value_lost", "key": key})
        else:
            self._say({"type": "value_restored", "key": key})

    def _packed(self, key: str) -> Packed | None:
        return self._stores.pack(key, Most(limits.MOVED_BYTES, limits.MOVED_PLAIN_BYTES))

    def _say(self, message: Mapping[str, object]) -> None:
        self._post(write_message(message), None)

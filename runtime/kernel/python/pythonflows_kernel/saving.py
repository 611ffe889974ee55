"""Saves what calls have made where the end of this kernel cannot reach it, and takes it in again.

Cheap values leave right after their call (while the session is choosing the next one, so they cost the run next to nothing). Values that would
take long beside what their node took wait until the kernel has nothing to do: if it ends before, computing them again costs little more.

Must not know: how bytes are made of values (pickling.py), where they are kept, who decides what is needed.
"""

import asyncio
import hashlib
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from . import limits, pickling
from .entrance import Post, write_message
from .interrupts import Interrupts
from .messages_gen import SavedValue, UnsavedReason
from .packages import Packages
from .pickling import Buffer, CannotLoad, CannotSave, Most, Packed, TooLarge
from .sizes import Sizes, size_text
from .problems import NodeProblem
from .value_store import ValueStore

Keep = Callable[[str, str, int, Sequence[Buffer] | str], object]
"""Takes a key, the sha256 of the bytes, how many they are, and the bytes in pieces, which it copies. Few bytes come as a text of a character each: that crosses over to
JavaScript at once, where a list of bytes takes several proxies."""
Fetch = Callable[[list[str]], Awaitable[Mapping[str, bytearray]]]
"""The bytes with these hashes, as far as they are there. They become the kernel's own."""


@dataclass(frozen=True)
class Stores:
    """The two places between which values go, and what they need."""

    values: ValueStore
    packages: Packages
    owns_file: Callable[[str], bool]
    keep: Keep | None
    fetch: Fetch | None
    sizes: Sizes

    def pack(self, key: str, most: Most) -> Packed | None:
        """The values of a call as bytes; None if there are none any more. Raises CannotSave and TooLarge."""
        values = self.values.of_call(key)
        if not values:
            return None
        uncopied = self.values.uncopied(key)
        if uncopied:
            raise CannotSave(", ".join(sorted(type(value).__qualname__ for value in uncopied)))
        try:
            return pickling.pack(values, self.owns_file, most)
        except (CannotSave, TooLarge):
            # What is shown beside the result is worth less than the result.
            outputs = {port: value for port, value in values.items() if not port.startswith("display:")}
            if len(outputs) == len(values):
                raise
            return pickling.pack(outputs, self.owns_file, most)

    async def take_in(self, key: str, data: bytearray) -> bool:
        """Stores the values in these bytes; True if packages were loaded for them. Raises CannotLoad and NodeProblem."""
        lacking = self.packages.missing(pickling.modules_of(data), [])
        if lacking:
            await self.packages.load(lacking)
        self.values.put(key, pickling.unpack(data, self.owns_file), True)
        return bool(lacking)


class Saving:
    """Of one kernel. Without a place to keep values nothing is saved."""

    def __init__(self, stores: Stores, post: Post, interrupts: Interrupts, is_busy: Callable[[], bool]) -> None:
        self._stores = stores
        self._post = post
        self._interrupts = interrupts
        self._is_busy = is_busy
        self._waiting: deque[str] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def finished(self, key: str, estimated_bytes: int, elapsed_s: float) -> None:
        """A call has ended with these values and has said so."""
        if self._stores.keep is None:
            return
        cost_s = estimated_bytes / limits.SAVING_BYTES_PER_S
        if cost_s <= max(limits.SAVING_FREE_S, elapsed_s * limits.SAVING_SHARE):
            self._save(key)
        else:
            self._waiting.append(key)
            self._say_unsaved(key, "waiting", "")

    def rest(self) -> None:
        """The kernel has nothing to do for the moment."""
        if not self._waiting:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(limits.SAVING_PAUSE_S, self._save_while_idle)

    def stop(self) -> None:
        """Nobody wants these values any more."""
        self._waiting.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def save_waiting(self) -> bool:
        """Saves the values that have waited longest; False when none wait."""
        if not self._waiting:
            return False
        self._save(self._waiting.popleft())
        return True

    async def restore(self, wanted: list[SavedValue]) -> None:
        """Takes saved values in and says of each what became of it."""
        missing = [value for value in wanted if not self._stores.values.holds(value["key"])]
        fetch = self._stores.fetch
        found = await fetch([value["sha256"] for value in missing]) if missing and fetch is not None else {}
        for value in wanted:
            try:
                if value in missing:
                    await self._take_in(value, found.get(value["sha256"]))
            except (CannotLoad, NodeProblem):
                self._say({"type": "value_lost", "key": value["key"]})
            else:
                self._say({"type": "value_restored", "key": value["key"]})

    def _save_while_idle(self) -> None:
        self._timer = None
        if self._is_busy():
            return  # it rests again when that has ended
        try:
            if self.save_waiting():
                self.rest()
        finally:
            self._interrupts.forget()  # a stop that came meanwhile was for a message behind this, and the worker has seen it

    def _save(self, key: str) -> None:
        if self._stores.keep is None:
            return
        try:
            most = Most(min(limits.SAVED_BYTES, self._stores.sizes.message_bytes), limits.SAVED_PLAIN_BYTES)
            packed = self._stores.pack(key, most)
            if packed is None:
                return  # dropped meanwhile
            digest = hashlib.sha256()
            for piece in packed.pieces:
                digest.update(piece)
            self._stores.keep(key, digest.hexdigest(), packed.size, _handed_over(packed))
        except TooLarge as error:
            self._say_unsaved(key, "too_large", size_text(error.args[0]))
        except CannotSave as error:
            self._say_unsaved(key, "unpicklable", str(error))
        except Exception as error:  # no memory for the copy: the value itself is well, and so must the kernel be
            self._say_unsaved(key, "too_large", type(error).__name__)

    async def _take_in(self, value: SavedValue, data: bytearray | None) -> None:
        if data is None or hashlib.sha256(data).hexdigest() != value["sha256"]:
            raise CannotLoad("these are not the bytes that were saved")
        if await self._stores.take_in(value["key"], data):
            self._say({"type": "packages_changed", "packages": self._stores.packages.loaded})

    def _say_unsaved(self, key: str, reason: UnsavedReason, detail: str) -> None:
        self._say({"type": "value_unsaved", "key": key, "reason": reason, "detail": detail[: limits.TYPE_CHARACTERS]})

    def _say(self, message: Mapping[str, object]) -> None:
        self._post(write_message(message), None)


def _handed_over(packed: Packed) -> Sequence[Buffer] | str:
    if packed.size > limits.SAVED_BULK_BYTES:
        return packed.pieces
    whole = b"".join(packed.pieces)
    return whole.decode("latin-1") if packed.size <= limits.SAVED_TEXT_BYTES else [whole]

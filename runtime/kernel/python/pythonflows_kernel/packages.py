"""Sees to it that the packages which a node needs are loaded before it runs."""

import importlib
from collections.abc import Awaitable, Callable, Iterable, Mapping

from .problems import NodeProblem

LoadPackages = Callable[[list[str]], Awaitable[Mapping[str, str]]]


class Packages:
    """The packages of this kernel: what the lock offers for an import, and what is loaded."""

    def __init__(self, load: LoadPackages | None, import_packages: Mapping[str, str], loaded: Mapping[str, str]) -> None:
        self._load = load
        self._import_packages = dict(import_packages)
        self.loaded = dict(loaded)
        self._loaded_names = {_normal(name) for name in loaded}

    def missing(self, imports: Iterable[str], packages: Iterable[str]) -> list[str]:
        """The packages to load for these imports and these named packages, sorted, without those that are there."""
        wanted = {self._import_packages[name] for name in imports if name in self._import_packages}
        wanted.update(packages)
        return sorted(name for name in wanted if _normal(name) not in self._loaded_names)

    async def load(self, names: list[str]) -> None:
        """Loads these packages. Raises NodeProblem with the loader's sentence."""
        if self._load is None:
            raise NodeProblem("package", f"These packages cannot be loaded here: {', '.join(names)}.")
        try:
            loaded = await self._load(names)
        except Exception as error:
            raise NodeProblem("package", str(error) or f"These packages could not be loaded: {', '.join(names)}.") from None
        self.loaded.update({str(name): str(version) for name, version in loaded.items()})
        self._loaded_names = {_normal(name) for name in self.loaded} | {_normal(name) for name in names}
        importlib.invalidate_caches()

    def package_of(self, module: str) -> str | None:
        """The lock's package that holds a module, if it is not loaded yet."""
        package = self._import_packages.get(module.partition(".")[0])
        return package if package is not None and _normal(package) not in self._loaded_names else None

    def has_loaded(self, name: str) -> bool:
        return _normal(name) in self._loaded_names


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")

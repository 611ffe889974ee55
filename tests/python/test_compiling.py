"""What compiling a source costs, and that it is done once."""

import ast
import unittest
from unittest import mock

import kernel_path  # noqa: F401
from pythonflows_kernel import limits, source

_TREES = [
    "import json as j, os.path\nfrom a.b import c as d\n\ndef f(x, *rest, y: int = 1):\n    j.dumps = [n for n in rest if n][0]\n    return {x: y}\n",
    "@d\nclass A[T]:\n    pass\n\nasync def f():\n    async with a as b, c:\n        return f'{b!r:>{1}}'\n",
    "match x:\n    case {'a': [1, *rest], **others} if rest: pass\ntry:\n    pass\nexcept* ValueError as error: del error.args[0]\n",
]


class CompilingTest(unittest.TestCase):
    def test_a_large_flow_is_compiled_once(self) -> None:
        cache = source.SourceCache()
        texts = [f"def f():\n    return {number}\n" for number in range(2_000)]
        first = [cache.compile(text, "node") for text in texts]
        again = [cache.compile(text, "node") for text in texts]
        self.assertTrue(all(one is other for one, other in zip(first, again, strict=True)))

    def test_the_text_that_is_kept_is_bounded(self) -> None:
        texts = [f"def f():\n    return {number}\n" for number in range(10)]
        with mock.patch.object(limits, "COMPILED_SOURCE_BYTES", 5 * len(texts[0])):
            cache = source.SourceCache()
            first = [cache.compile(text, "node") for text in texts]
            self.assertIs(cache.compile(texts[9], "node"), first[9])
            self.assertIs(cache.compile(texts[5], "node"), first[5])
            self.assertIsNot(cache.compile(texts[4], "node"), first[4])

    def test_one_larger_than_the_bound_is_compiled_all_the_same(self) -> None:
        with mock.patch.object(limits, "COMPILED_SOURCE_BYTES", 1):
            self.assertEqual(source.SourceCache().compile("def f(): return 1\n", "node").signature.function, "f")

    def test_all_nodes_of_a_tree_are_seen(self) -> None:
        for text in _TREES:
            try:
                tree = ast.parse(text)
            except SyntaxError:  # a later Python's
                continue
            self.assertEqual(set(source._nodes_of(tree)), set(ast.walk(tree)))


if __name__ == "__main__":
    unittest.main()

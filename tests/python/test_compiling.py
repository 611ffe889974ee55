"""What compiling a source costs, and that it is done once."""

import ast
import json
import unittest
from unittest import mock

import kernel_path  # noqa: F401
from pythonflows_kernel import limits, source
from pythonflows_kernel.patching import watched
from pythonflows_kernel.plain_source import plain_signature

_TREES = [
    "import json as j, os.path\nfrom a.b import c as d\n\ndef f(x, *rest, y: int = 1):\n    j.dumps = [n for n in rest if n][0]\n    return {x: y}\n",
    "@d\nclass A[T]:\n    pass\n\nasync def f():\n    async with a as b, c:\n        return f'{b!r:>{1}}'\n",
    "match x:\n    case {'a': [1, *rest], **others} if rest: pass\ntry:\n    pass\nexcept* ValueError as error: del error.args[0]\n",
]


_PLAIN = [
    "def f(): return 1\n",
    '# a note\n\n\ndef größe(a, b, /, c, *rest, d, e):\n    """What it does.\n\n      More.\n    """\n    return [c for a in rest]\n',
    "async def f(x):\n    async for item in x: yield item\n",
    "async def f(x):\n    return await x\n",
    "def f(x):\n    def inner(y):\n        nonlocal x\n        x += y\n        return lambda: x\n    return inner(2)()\n",
    "def f(x):\n    global kept\n    kept = x\n    x['a'] = kept\n    del x['b']\n    x.append(1)\n    return x\n",
    "def f(x):\n    " + "\n    ".join(f"x = x * {number}.5" for number in range(400)) + "\n    return x\n",
]
_NOT_PLAIN = [
    "import json\ndef f(x): return x\n",
    "def f(x):\n    import json\n    return x\n",
    "def f(x):\n    if False:\n        import json\n    return x\n",
    "def f(x):\n    def g():\n        from json import dumps\n    return g\n",
    "def f(x):\n    x.a = 1\n",
    "def f(x):\n    return [item.__dict__ for item in x]\n",
    "def f(x):\n    class A:\n        def g(self): del self.a\n    return A\n",
    "def f(x):\n    setattr(x, 'a', 1)\n",
    "def f(x):\n    __builtins__['len'] = x\n",
    "def f(x, y=1): return x\n",
    "def f(x: int): return x\n",
    "def f(x) -> int: return x\n",
    "def f(x, *, y=1): return x\n",
    "def f(**x): return x\n",
    "@outputs('a')\ndef f(x): return x\n",
    "'''Text.'''\ndef f(x): return x\n",
    "kept = 1\ndef f(x): return x\n",
    "def g(x): return x\ndef f(x): return g(x)\n",
    "def f(x): return x\nf = 1\n",
    "class f: pass\n",
    "f = lambda x: x\n",
    "",
]


class PlainSourceTest(unittest.TestCase):
    def test_what_the_code_says_is_what_the_tree_says(self) -> None:
        cases = json.loads(kernel_path.CORPUS.read_text("utf-8"))
        plain = 0
        for text in [*_PLAIN, *_NOT_PLAIN, *(case["source"] for case in cases)]:
            with self.subTest(text=text):
                found = source._compile_plain(text, "node")
                if found is None:
                    continue
                plain += 1
                self.assertEqual(found, source._compile_tree(text, "node"))
                tree = ast.parse(text)
                self.assertIsNone(watched(tree, source._nodes_of(tree)))
        self.assertGreater(plain, len(_PLAIN))

    def test_which_sources_are_plain(self) -> None:
        for text in _PLAIN:
            self.assertIsNotNone(plain_signature(text, compile(text, "node", "exec")), text)
        for text in _NOT_PLAIN:
            self.assertIsNone(plain_signature(text, compile(text, "node", "exec")), text)


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

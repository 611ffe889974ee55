"""Pieces of a source as a person wrote them, on one line: enclosing parentheses kept, comments left out, white space outside texts collapsed."""

import ast
import io
import tokenize

_SKIPPED = (tokenize.NL, tokenize.COMMENT, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
_STARTS = tuple(getattr(tokenize, name) for name in ("FSTRING_START", "TSTRING_START") if hasattr(tokenize, name))
_ENDS = tuple(getattr(tokenize, name) for name in ("FSTRING_END", "TSTRING_END") if hasattr(tokenize, name))


class SourceText:
    """Finds the text of an expression by the tokens that it is made of. Tokenizes once, when first asked."""

    def __init__(self, source: str) -> None:
        # The tokenizer knows \n, \r\n and \r as line ends; ast counts lines the same way. Form feeds are white space to both.
        self._source = source.replace("\r\n", "\n").replace("\r", "\n")
        self._tokens: list[tokenize.TokenInfo] | None = None
        self._index: dict[tuple[int, int], int] = {}

    def of(self, node: ast.expr) -> str:
        """The text of `node` with the parentheses around it."""
        tokens = self._all()
        first = self._index[(node.lineno, self._character(node.lineno, node.col_offset))]
        assert node.end_lineno is not None and node.end_col_offset is not None
        end = (node.end_lineno, self._character(node.end_lineno, node.end_col_offset))
        last = first
        while last + 1 < len(tokens) and tokens[last + 1].start < end:
            last += 1
        while (
            first > 0
            and last + 1 < len(tokens)
            and tokens[first - 1].string == "("
            and tokens[last + 1].string == ")"
            and self._opens_expression(first - 1)
        ):
            first, last = first - 1, last + 1
        return self._joined(tokens[first : last + 1])

    def _opens_expression(self, index: int) -> bool:
        """Whether the parenthesis at `index` encloses an expression (after ":", "=" or another such one), rather than a call's or a def's."""
        return index > 0 and self._all()[index - 1].string in (":", "=", "(") and self._all()[index - 1].type == tokenize.OP

    def _joined(self, tokens: list[tokenize.TokenInfo]) -> str:
        parts: list[str] = []
        end = tokens[0].start
        literal: tuple[int, int] | None = None
        depth = 0
        for token in tokens:
            if depth == 0 and token.start != end:
                parts.append(" ")
            if token.type in _STARTS:  # an f-string is many tokens from Python 3.12 on, but one literal: its text as it stands
                literal = literal if depth else token.start
                depth += 1
            elif token.type in _ENDS:
                depth -= 1
                if depth == 0 and literal is not None:
                    parts.append(self._between(literal, token.end))
            elif depth == 0:
                parts.append(token.string)
            end = token.end
        return "".join(parts)

    def _between(self, start: tuple[int, int], end: tuple[int, int]) -> str:
        lines = self._lines[start[0] - 1 : end[0]]
        lines[-1] = lines[-1][: end[1]]
        lines[0] = lines[0][start[1] :]
        return "\n".join(lines)

    def _all(self) -> list[tokenize.TokenInfo]:
        if self._tokens is None:
            found = tokenize.generate_tokens(io.StringIO(self._source).readline)
            self._tokens = [token for token in found if token.type not in _SKIPPED]
            self._lines = self._source.split("\n")
            self._index = {token.start: index for index, token in enumerate(self._tokens)}
        return self._tokens

    def _character(self, line: int, offset: int) -> int:
        """`ast` counts columns in bytes of UTF-8, the tokenizer in characters."""
        text = self._lines[line - 1]
        return offset if text.isascii() else len(text.encode("utf-8")[:offset].decode("utf-8"))

"""Compiles templates to Python that reads fields, calls macros, and escapes texts directly.

Jinja's own code checks the type of every attribute, call, and text, which takes half of the rendering time. This
project does not need that: templates get views with fields, never dictionaries in the form `a.b`, and no function needs
Jinja's context. The pages are the same without this module: replace `DirectEnvironment` with Jinja's.
"""

from __future__ import annotations

import zlib
from keyword import iskeyword
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from markupsafe import Markup, escape

COMPILER_VERSION: Final = f"{zlib.crc32(Path(__file__).read_bytes()):08x}"
"""A checksum of this module. Templates that another version compiled are compiled again."""


class _DirectGenerator(CodeGenerator):
    """Jinja's compiler. This class has only the methods that differ."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import DirectMacro, escaped")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802
        # Jinja makes an object that says which `else` is missing.
        node.expr2 = node.expr2 or nodes.Const("")
        super().visit_CondExpr(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        if node.name == "default" and isinstance(node.node, nodes.Getattr):
            with self._filter_test_common(node, frame, is_filter=True):
                super().visit_Getattr(node.node, frame)  # a field that may be missing
        else:
            super().visit_Filter(node, frame)

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(argument.key) for argument in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        if isinstance(node.node, nodes.Name) and node.node.name == "_" and not node.kwargs:
            (message,) = node.args
            # A message without fields is plain text in the language of the environment.
            if isinstance(message, nodes.Const):
                language: Any = self.environment.globals["language"]
                self.write(repr(language.text(message.value)))
                return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("DirectMacro(")
        super().macro_def(macro_ref, frame)
        self.write(")")

    def _output_child_pre(self, *_: Any) -> None:
        self.write("escaped(")


class DirectEnvironment(Environment):
    """An environment with autoescape whose templates use fields directly. A missing field is an error."""

    code_generator_class = _DirectGenerator

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _join(tree)
        return tree


def _join(node: nodes.Node) -> None:
    """Joins neighboring outputs, such as plain text and the translated text that follows it, into one."""
    for name in ("body", "else_"):
        if own := getattr(node, name, None):
            joined: list[nodes.Node] = []
            for child in own:
                last = joined[-1] if joined else None
                if isinstance(child, nodes.Output) and isinstance(last, nodes.Output):
                    last.nodes.extend(child.nodes)
                else:
                    joined.append(child)
            setattr(node, name, joined)
    for child in node.iter_child_nodes():
        _join(child)


class DirectMacro:
    """A macro. If a call gives all arguments by position, they need no sorting."""

    __slots__ = ("_count", "_function", "_macro")

    def __init__(self, macro: Macro) -> None:
        self._macro, self._function = macro, macro._func
        # The code of such a macro takes more arguments than the macro declares.
        has_more = macro.caller or macro.catch_kwargs or macro.catch_varargs
        self._count = -1 if has_more else len(macro.arguments)

    def __call__(self, *arguments: Any, **named: Any) -> str:
        """The text of the macro, as `Markup`."""
        if named or len(arguments) != self._count:
            return self._macro(*arguments, **named)
        return str.__new__(Markup, self._function(*arguments))


def escaped(value: Any) -> str:
    """Text or a number as HTML. Text without special characters stays a plain string, because templates only join
    it."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)

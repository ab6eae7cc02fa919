"""Translates templates while they are compiled, so that a page takes no longer in any language.

`{% trans %}` becomes the text of the catalog with its fields between the pieces, and `_("…")` becomes a constant. The
language of an environment never changes. Fields are escaped like all other values.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

from affinity_hub.core import i18n

TRANSLATOR_VERSION: Final = f"{zlib.crc32(Path(__file__).read_bytes()):08x}"
"""A checksum of this module. Templates that another version compiled are compiled again."""
_FIELD: Final = re.compile(r"%\((\w+)\)s")
_NUMBERS: Final = frozenset({"number", "number_2", "total", "others"})
"""The names of fields that are always whole numbers."""


class TranslatedTemplates(InternationalizationExtension):
    """Jinja's `{% trans %}` and `{% pluralize %}`, with the text in the code of the template."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.policies["ext.i18n.trimmed"] = True
        environment.newstyle_gettext = True  # type: ignore[attr-defined]
        environment.globals.update(_=i18n.gettext, gettext=i18n.gettext, ngettext=i18n.ngettext)

    def _make_node(  # type: ignore[override]
        self,
        singular: str,
        plural: str | None,
        _context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        *_: Any,
    ) -> nodes.Node:
        language: Any = self.environment.globals["language"]
        forms = [_pieces(form, variables) for form in language.forms(singular, plural or "")]
        if plural_expr is None:
            return forms[0]
        number = nodes.Call(
            nodes.Getattr(nodes.Name("language", "load"), "form_of", "load"), [plural_expr], [], None, None
        )
        *others, node = forms
        result: nodes.Node = node
        for index, form in reversed(list(enumerate(others))):
            is_form = nodes.Compare(number, [nodes.Operand("eq", nodes.Const(index))])
            result = nodes.If(is_form, [form], [], [result])
        return result


def _pieces(text: str, variables: dict[str, nodes.Expr]) -> nodes.Output:
    """Text with an expression in place of each field. Numbers have their digits grouped, as in `ngettext`."""
    found: list[nodes.Expr] = []
    for index, piece in enumerate(_FIELD.split(text)):
        if index % 2:
            field = variables[piece]
            found.append(nodes.Filter(field, "decimal", [], [], None, None) if piece in _NUMBERS else field)
        elif piece:
            found.append(nodes.TemplateData(piece.replace("%%", "%")))
    return nodes.Output(found)

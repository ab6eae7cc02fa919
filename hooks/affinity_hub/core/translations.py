"""Reads a catalog (`.po`), and finds mistakes in translations.

A wrong translation would break a page or say something false, so a build shows the English text in its place.
`make messages` reports it with its line.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_FIELD: Final = re.compile(r"%\((\w+)\)s")
_LINE: Final = re.compile(r'(?:#.*|(?:msg(?:ctxt|id|id_plural|str(?:\[\d+\])?)\s*)?"(?:\\.|[^"\\])*")?')


@dataclass(frozen=True, slots=True, eq=False)
class Catalog:
    """The translations of a language by their English texts: one text, or all plural forms."""

    texts: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]
    version: str


def _english_form(number: int) -> int:
    return int(number != 1)


ENGLISH: Final = Catalog({}, _english_form, "")


def read(path: Path) -> Catalog:
    """The correct translations in a file, without the translations that are marked as `fuzzy`, which means doubtful."""
    from babel.messages.pofile import read_po

    content = path.read_bytes()
    version = f"{zlib.crc32(content):08x}"
    try:
        with path.open("rb") as file:
            catalog = read_po(file)
        plurals = _Plurals(catalog.plural_expr, catalog.num_plurals)
    except (ValueError, LookupError):
        return Catalog({}, _english_form, version)
    texts = {
        _singular(message): _forms(message)
        for message in catalog
        if message.id and any(_forms(message)) and not message.fuzzy and not any(_faults(message, plurals))
    }
    return Catalog(texts, plurals.form_of, version)


def faults(path: Path) -> Iterator[str]:
    """The mistakes in the translations of a file, each with the file and the line."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        yield f"{path}: The file is not a catalog: {error}"
        return
    try:
        plurals = _Plurals(catalog.plural_expr, catalog.num_plurals)
    except ValueError as error:
        yield f"{path}: The header Plural-Forms cannot be used: {error}"
        return
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not _LINE.fullmatch(line.strip()):
            yield f"{path}:{number}: This line cannot be read. Look for a quote that is missing."
    for message in catalog:
        if message.id and any(_forms(message)):
            for fault in _faults(message, plurals):
                yield f"{path}:{message.lineno}: {fault}"


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


class _Plurals:
    """The function that gives the index of the plural form for a number. Raises ValueError for a rule that gives no
    form for a number."""

    def __init__(self, rule: str, count: int) -> None:
        self.form_of = c2py(rule)
        self.count = count
        try:
            self._used = Counter(map(self.form_of, range(200)))
        except ArithmeticError:
            raise ValueError("its rule divides by zero") from None
        if not all(0 <= form < count for form in self._used):
            raise ValueError(f"its rule gives forms other than 0 to {count - 1}")

    def fields(self, form: int, ids: Sequence[str]) -> set[str]:
        """The fields that a plural form must have. A form for a single number, such as 2, may leave out the number."""
        wanted = set(_FIELD.findall(ids[0] if form == self.form_of(1) else ids[-1]))
        return wanted - {"number"} if form != self.form_of(1) and self._used[form] < 2 else wanted


def _faults(message: Message, plurals: _Plurals) -> Iterator[str]:
    """The mistakes in a translation."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    forms = _forms(message)
    if len(ids) > 1 and (len(forms) != plurals.count or not all(forms)):
        yield f"The language has {plurals.count} plural forms. Translate each of them."
    # The text about one thing may leave out the number.
    allowed = set(_FIELD.findall("".join(ids)))
    for number, form in enumerate(forms):
        if not form:
            continue
        if not form.strip():
            yield "The translation has only spaces. Write the words."
        found, wanted = set(_FIELD.findall(form)), plurals.fields(number, ids) if len(ids) > 1 else allowed
        yield from (f"The field %({name})s is missing. Write it where it belongs." for name in sorted(wanted - found))
        yield from (f"The English text has no field %({name})s. Delete it." for name in sorted(found - allowed))
        if allowed and "%" in _FIELD.sub("", form).replace("%%", ""):
            yield "A field is broken. A field looks like this:  %(name)s"
        if _tags(form) not in map(_tags, ids):
            yield "The tags differ from the English text. Copy them."


def _tags(text: str) -> list[str]:
    """The tags of a message, sorted, because word order differs between languages."""
    return sorted(piece.partition(">")[0].strip() for piece in text.split("<")[1:])

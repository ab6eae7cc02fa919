"""Reads a catalog (`.po`), and finds what is wrong with a translation.

A wrong translation would break a page or say something false, so a build shows the English text in its place.
`make messages` reports it with its line.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.messages.catalog import Message

_FIELD: Final = re.compile(r"%\((\w+)\)s")


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
    """The right translations in a file."""
    from babel.messages.pofile import read_po

    content = path.read_bytes()
    with path.open("rb") as file:
        catalog = read_po(file)
    texts = {
        _singular(message): _forms(message)
        for message in catalog
        if message.id and any(_forms(message)) and not any(_faults(message, catalog.num_plurals))
    }
    return Catalog(texts, c2py(catalog.plural_expr), f"{zlib.crc32(content):08x}")


def faults(path: Path) -> Iterator[str]:
    """What is wrong with the translations in a file, each with the file and the line."""
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        yield f"{path}: The file is not a catalog: {error}"
        return
    for message in catalog:
        if message.id and any(_forms(message)):
            for fault in _faults(message, catalog.num_plurals):
                yield f"{path}:{message.lineno}: {fault}"


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _faults(message: Message, count: int) -> Iterator[str]:
    """What is wrong with a translation."""
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    forms = _forms(message)
    if len(ids) > 1 and (len(forms) != count or not all(forms)):
        yield f"The language has {count} plural forms. Translate each of them."
    # The text about one thing may leave out the number.
    wanted, allowed = set(_FIELD.findall(ids[0])), set(_FIELD.findall("".join(ids)))
    for form in filter(None, forms):
        found = set(_FIELD.findall(form))
        yield from (f"The field %({name})s is missing. Write it where it belongs." for name in sorted(wanted - found))
        yield from (f"The English text has no field %({name})s. Delete it." for name in sorted(found - allowed))
        if allowed and "%" in _FIELD.sub("", form).replace("%%", ""):
            yield "A field is broken. A field looks like this:  %(name)s"
        if len(ids) == 1 and _tags(form) != _tags(ids[0]):
            yield "The tags differ from the English text. Copy them."


def _tags(text: str) -> list[str]:
    """The tags of a message, sorted, because words have another order in another language."""
    return sorted(piece.partition(">")[0].strip() for piece in text.split("<")[1:])

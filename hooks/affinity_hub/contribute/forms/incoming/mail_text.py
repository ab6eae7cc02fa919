"""Finds a proposal in the text of an email, and ignores the rest of the text.

The page of a form writes a block into the email: the answers as JSON in base64url, with a checksum. Email programs wrap
lines, quote them, put headers in many languages above them, and turn HTML into text. None of these changes the letters
of the block. Without a script, a person fills in a template: a line with the label and the answer for each question,
between a first line and a last line that name the form.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_string
from typing import Final

from affinity_hub.reference.proposal_forms import FIRST_LINE, LAST_LINE, Field

from .issue_body import RefusedError, clean

BLOCK: Final = "[affinity-hub proposal 1:"
BLOCK_WIDTH: Final = 60  # letters in a line of the block
MAX_MAIL_LENGTH: Final = 500_000  # an email with its quotes and headers, or its HTML

_ENCODED: Final = re.compile(r"(?im)^Content-Transfer-Encoding:[ \t]*(?:base64|quoted-printable)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,4000}>")
# `> `, `| `, and `AB> `, which mail programs put before quoted lines.
_QUOTE: Final = re.compile(r"^(?:[ \t]*(?:[A-Za-z]{0,3}>|\|))+[ \t]?", re.MULTILINE)
_START: Final = re.compile(r"\[\s*affinity-hub\s+proposal\s+(\d{1,4})\s*:", re.IGNORECASE)
_REST: Final = re.compile(r"([A-Za-z0-9_\s-]*):\s*((?:[0-9a-f]\s*){8})\]")
_NOT_COMPLETE: Final = (
    "The block is not complete. Copy all of it, from “[affinity-hub” to “]”, or ask the sender to send it again."
)
SEVERAL: Final = "The text contains several different proposals. Copy only one of them."


def block(answers: Mapping[str, object]) -> str:
    """The block for a proposal, `{"form": …, "version": 1, "answers": …}`, as the page writes it."""
    content = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    letters = base64.urlsafe_b64encode(content).decode().rstrip("=")
    lines = [letters[place : place + BLOCK_WIDTH] for place in range(0, len(letters), BLOCK_WIDTH)]
    return "\n".join([BLOCK, *lines, f":{zlib.crc32(content):08x}]"])


def unquoted(text: str) -> str:
    """The text of an email without the additions of email programs: HTML tags, quotes, and invisible characters.

    Raises `RefusedError` if it is too long to read.
    """
    if len(text) > MAX_MAIL_LENGTH:
        raise RefusedError(f"The text is too long: there is room for {MAX_MAIL_LENGTH:,} characters.")
    if _ENCODED.search(text):
        text = _decoded_mail(text)
    if re.search(r"<(?:html|body|div|br|p|pre|blockquote)\b", text, re.IGNORECASE):
        text = re.sub(r"(?i)<br\s*/?>|</(?:p|div|li|tr|pre|blockquote)>", "\n", text)
        text = html.unescape(_TAG.sub("", text))
    text = re.sub(r"=\r?\n", "", text)  # a line that quoted-printable has broken
    return _QUOTE.sub("", clean(text))


def _decoded_mail(text: str) -> str:
    """The text of a mail that was saved as a file, with its headers: its parts without their transfer encoding. Any
    other text is returned as it is.
    """
    try:
        parts = [part for part in message_from_string(text.lstrip()).walk() if part.get_content_maintype() == "text"]
    except RecursionError:  # deeply nested parts
        return text
    found = dict[str, str]()
    for part in parts:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            found.setdefault(part.get_content_subtype(), _with_charset(content, part.get_content_charset("utf-8")))
    readable = [found[kind] for kind in ("plain", "html") if kind in found]
    return next((text for text in readable if "affinity" in text.lower()), text)


def _with_charset(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):  # the mail names a charset that does not exist
        return content.decode("utf-8", "replace")


def in_block(text: str) -> str | None:
    """The JSON in the block of the text that `unquoted` returned; None if there is no block. Raises `RefusedError`."""
    starts = list(_START.finditer(text))
    if not starts:
        return None
    if any(start[1] != "1" for start in starts):
        raise RefusedError("A newer program wrote this block. Update this program, then read the block again.")
    found = {content for start in starts if (content := _decoded(text, start.end())) is not None}
    if not found:
        raise RefusedError(_NOT_COMPLETE)
    if len(found) > 1:
        raise RefusedError(SEVERAL)
    return found.pop()


def _decoded(text: str, place: int) -> str | None:
    rest = _REST.match(text, place)
    if not rest:
        return None
    letters, checksum = (re.sub(r"\s", "", part) for part in rest.groups())
    try:
        content = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        decoded = content.decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return decoded if f"{zlib.crc32(content):08x}" == checksum else None


def in_template(text: str, form: str, asked: Iterable[Field]) -> dict[str, list[str]] | None:
    """The answers in each field, by its id; None if the text has no template of the form.

    Raises `RefusedError` if the last line is missing, or if two templates differ.
    """
    asked = tuple(asked)
    first = re.escape(FIRST_LINE.format(form=form))
    parts = re.split(rf"^\W*{first}\s*$", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    if not parts:
        return None
    found: list[dict[str, list[str]]] = []
    for part in parts:
        filled, end, _ = part.partition(LAST_LINE)
        if not end:
            raise RefusedError(f"The end of the form is missing. Copy the email down to the line “{LAST_LINE}”.")
        given = dict[str, list[str]]()
        for name, answer in _filled(filled, asked):
            given.setdefault(name, []).append(answer)
        # A reply may quote the empty template below the filled-in template.
        if any(answer for answers in given.values() for answer in answers) and given not in found:
            found.append(given)
    if len(found) > 1:
        raise RefusedError(SEVERAL)
    return found[0] if found else {}


def forms_in(text: str) -> list[str]:
    """The names of the forms whose template is in the text."""
    first = re.escape(FIRST_LINE.format(form="")).rstrip("\\ ")
    return re.findall(rf"^[^\w\n]*{first}[^\S\n]*([a-z-]{{1,40}})[^\S\n]*$", text, re.MULTILINE | re.IGNORECASE)


def _filled(text: str, asked: tuple[Field, ...]) -> Iterator[tuple[str, str]]:
    """The id of each field in a template, and the lines of its answer."""
    by_label = {field.label: field for field in asked}
    labels = "|".join(map(re.escape, sorted(by_label, key=len, reverse=True)))
    # Programs put asterisks around bold labels, and some people type a space before a colon, or a wide colon.
    start = re.compile(rf"[ *_]*({labels})[*_]* ?[:\uff1a][*_]* *(.*?) *")
    field: Field | None = None
    lines: list[str] = []
    for line in [*text.split("\n"), None]:
        found = start.fullmatch(line) if line is not None else None
        if found or line is None:
            if field:
                yield field.id, _answer(field, lines)
            field, lines = by_label[found[1]] if found else None, []
        if line is not None:
            lines.append(found[2] if found else line.rstrip())


def _answer(field: Field, lines: list[str]) -> str:
    if field.kind == "textarea":
        return "\n".join(lines).strip()
    answer = " ".join(filter(None, map(str.strip, lines)))
    return "" if field.kind == "checkboxes" and answer == "yes or no" else answer

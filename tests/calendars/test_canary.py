"""No private value is in a public file: a district in which every private value contains a unique word.

tests/canary has the values, with {*} in each. The test builds the whole site as for publication, unpacks its files, and
searches for the words in plain and encoded form. Another test makes values with unique words for every private field of
the model.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import html
import itertools
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin
from urllib.parse import unquote_to_bytes

import pytest
from affinity_hub import load, outputs
from affinity_hub.reference.keys import FILES
from affinity_hub.schema import MIXED, Lists
from affinity_hub.schema.image import HubImage
from affinity_hub.schema.record import Visibility, model_in
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tests.conftest import NOW

CANARY = Path(__file__).parents[1] / "canary"
BIRD = "zwitschervogel"


def district(folder: Path) -> int:
    """Writes the district with a unique word for each {*}, and returns the number of words."""
    numbers = itertools.count(100)
    folder.mkdir()
    for path in sorted(CANARY.glob("*.yml")):
        text = re.sub(r"\{(\d)\}", rf"{BIRD}\1", path.read_text("utf-8"))
        text = re.sub(r"\{\*\}", lambda _: f"{BIRD}{next(numbers)}", text)
        (folder / path.name).write_text(text, "utf-8")
    return next(numbers) - 100


def unpacked(site: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of every file, and of the files that it contains."""
    for path in sorted(site.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield path.relative_to(site).as_posix(), gzip.decompress(content) if path.suffix == ".gz" else content


def forms(word: str) -> list[bytes]:
    """The forms that a word may have in bytes: plain, in UTF-16, in hexadecimal digits, or in base64."""
    plain = word.encode()
    shifted = (base64.b64encode(b"\0" * shift + plain)[-(-4 * shift // 3) :].rstrip(b"=")[:-1] for shift in range(3))
    return [plain, word.encode("utf-16-le"), plain.hex().encode(), *shifted]


def holders(files: Iterator[tuple[str, bytes]], words: list[str]) -> list[str]:
    """The files that contain a word in any form, in their content or their names, including with entities or percent
    signs."""
    wanted = [form for word in words for form in forms(word)]
    found = []
    for name, content in files:
        decoded = html.unescape(content.decode("utf-8", "replace")).encode()
        readings = (name.encode(), content, content.lower(), decoded.lower(), unquote_to_bytes(content).lower())
        if any(form in reading for reading in readings for form in wanted):
            found.append(name)
    return found


def test_nothing_hidden_is_in_any_file_of_a_published_site(tmp_path: Path, build_site: Callable[..., Path]) -> None:
    assert district(tmp_path / "district") > 80
    site = build_site(tmp_path / "district", tmp_path / "site")
    names = {name for name, _ in unpacked(site)}
    assert {"search/search_index.json", "sitemap.xml.gz", "api/hub.json", "calendars/all.ics", "404.html"} <= names
    assert holders(unpacked(site), [BIRD]) == []


@pytest.mark.parametrize(
    "content",
    [
        f"a {BIRD}7 b".encode(),
        BIRD.upper().encode(),
        BIRD.encode().hex().encode(),
        *(base64.b64encode(b"x" * shift + BIRD.encode() + b"yyyy") for shift in range(4)),
        BIRD.encode("utf-16-le"),
        "".join(f"&#{ord(char)};" for char in BIRD).encode(),
        "".join(f"&#x{ord(char):x};" for char in BIRD).encode(),
        "".join(f"%{ord(char):02X}" for char in BIRD).encode(),
    ],
)
def test_a_private_word_in_any_form_would_be_found(content: bytes) -> None:
    assert holders(iter([("file", content)]), [BIRD]) == ["file"]


# --- Every field of the model ----------------------------------------------------------------------------------------


@cache
def models() -> dict[type[BaseModel], tuple[str, str | None]]:
    """Every class of the model, with the file and the list that lead to it."""
    found: dict[type[BaseModel], tuple[str, str | None]] = {}

    def add(model: type[BaseModel], file: str, key: str | None) -> None:
        if model in found:
            return
        found[model] = (file, key)
        for name, info in model.model_fields.items():
            if inner := model_in(info.annotation):
                add(inner, file, name if issubclass(model, Lists) else key)

    for file, key, model in FILES:
        add(model, file, key)
    return found


def is_private(info: FieldInfo) -> bool:
    return any(mark is Visibility.PRIVATE for mark in info.metadata)


@cache
def hidden_models() -> set[type[BaseModel]]:
    """The classes that only private fields lead to."""
    fields = [info for model in models() for info in model.model_fields.values()]
    return {
        inner
        for inner in models()
        if (own := [info for info in fields if model_in(info.annotation) is inner]) and all(map(is_private, own))
    }


def test_every_field_has_one_mark() -> None:
    marks = {
        f"{model.__name__}.{name}": [mark for mark in info.metadata if isinstance(mark, Visibility)]
        for model in models()
        for name, info in model.model_fields.items()
    }
    assert {name: found for name, found in marks.items() if len(found) != 1} == {}


def test_only_records_that_a_view_filters_have_private_fields() -> None:
    """The public fields of a record become a view. Its parts are passed on unchanged, so they must not have private
    fields.

    A picture has its own view (`ImageView`), and `core/test_pictures.py` looks for its private fields in all files.
    """
    lists = {kind for file in MIXED.values() for kind in file.kinds().values()}
    roots = {model for _, _, model in FILES} | lists
    inside = [
        f"{model.__name__}.{name}"
        for model in models()
        if model not in roots and model not in hidden_models() and model is not HubImage
        for name, info in model.model_fields.items()
        if is_private(info)
    ]
    assert inside == []


def sample(info: FieldInfo, words: list[str], key: str) -> Any:
    """A value for a field, with a unique word if the field takes words. The words are collected."""
    if inner := model_in(info.annotation):
        fields = {name: info for name, info in inner.model_fields.items() if not info.exclude}
        if {"url", "secret"} <= fields.keys():
            del fields["secret"]  # only one of the two keys may be typed
        value = {name: sample(info, words, name) for name, info in fields.items()}
        return [value] if get_origin(info.annotation) is tuple else value
    kinds = (info.annotation, *get_args(info.annotation))
    if literal := next((kind for kind in kinds if get_origin(kind) is Literal), None):
        return get_args(literal)[0]
    annotation = str(info.annotation)
    if "date" in annotation:
        day = dt.date(2026, 1, 1) + dt.timedelta(days=37 + len(words))
        words += [f"{day}", f"{day.day} {day:%B} {day.year}"]
        return str(day)
    if "bool" in annotation:
        return "yes"
    if key == "zone":
        return "America/New_York"
    word = f"{BIRD}{len(words)}"
    if key == "url":
        word = f"https://calendar.example.org/{word}.ics"
    words.append(word)
    if "domain" in key:
        return [f"{word}.example"]
    return [word] if "tuple" in annotation else word


PRIVATE_FIELDS = [
    (model, name)
    for model in models()
    if model not in hidden_models() and model is not HubImage
    for name, info in model.model_fields.items()
    if is_private(info)
]


@pytest.mark.parametrize("model, name", PRIVATE_FIELDS, ids=lambda value: getattr(value, "__name__", value))
def test_a_private_field_reaches_no_output(model: type[BaseModel], name: str, tmp_path: Path) -> None:
    file, key = models()[model]
    folder = tmp_path / "district"
    minimal = CANARY.parent / "sites" / "minimal"
    folder.mkdir()
    words: list[str] = []
    for path in minimal.glob("*.yml"):
        (folder / path.name).write_bytes(path.read_bytes())
    if file == "groups.yml":  # the event then belongs to a different group
        (folder / "events.yml").write_text("events: []\n", "utf-8")
    typed = {model.model_fields[name].alias or name: sample(model.model_fields[name], words, name)}
    if key is None:
        others = [line for line in (folder / file).read_text("utf-8").splitlines() if line.split(":")[0] not in typed]
        (folder / file).write_text("\n".join([*others, json.dumps(typed)[1:-1], ""]), "utf-8")
    else:
        required = {
            field: "group-x" if field == "id" else sample(info, [], field)
            for field, info in model.model_fields.items()
            if info.is_required() and field != name
        }
        required = json.loads(json.dumps(required).replace(BIRD, "filler"))
        (folder / file).write_text(json.dumps({key: [required | typed]}), "utf-8")
    hub, _ = load(folder, NOW)
    assert words
    assert holders(((output.path, output.content) for output in outputs(hub, NOW)), words) == []

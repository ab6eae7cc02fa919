"""The data reference and the schemas for editors: complete, current, and as permissive as the check."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from affinity_hub.hub.files import OPTIONAL, REQUIRED
from affinity_hub.reference.json_schema import DIALECT, schemas
from affinity_hub.reference.keys import FILES as LISTS_OF_FILES
from affinity_hub.reference.keys import sections
from affinity_hub.schema.record import model_in
from check_jsonschema import main as check_jsonschema
from jsonschema import Draft7Validator
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "schema"
FILES = (*REQUIRED, *OPTIONAL)
FOLDERS = (ROOT, ROOT / "examples" / "sample-district", *(ROOT / "tests" / "sites").iterdir())


def data_files(folder: Path, name: str) -> list[Path]:
    return [path for path in (folder / name, *sorted((folder / Path(name).stem).glob("*.yml"))) if path.is_file()]


def keys(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path of every key that people can type."""
    for name, info in model.model_fields.items():
        if not info.exclude:
            own = (*path, info.alias or name)
            yield own
            if inner := model_in(info.annotation):
                yield from keys(inner, own)


def test_every_key_is_in_the_reference_with_meaning_type_and_example() -> None:
    rows: dict[tuple[str, ...], Any] = {}
    for section in sections():
        for table in section.tables:
            prefix = tuple(filter(None, table.name.split(".")))
            rows |= {(section.file, *prefix, row.key): row for row in table.rows}
    for file, key, model in LISTS_OF_FILES:
        for path in keys(model, (file, key) if key else (file,)):
            if path[1:3] == ("groups", "inquiry") and path[3:4] != ("leadership",) and len(path) > 4:
                continue  # the five questions have the same keys, so the first question represents all of them
            row = rows.pop(path)
            assert row.about
            assert row.takes
            assert row.example, f"the sample district has no {'.'.join(path)}"
    assert rows == {}


# --- Schemas ---------------------------------------------------------------------------------------------------------


def test_the_schemas_match_the_output_of_make_docs() -> None:
    made = dict(schemas())
    assert {path.name: path.read_bytes() for path in SCHEMA.glob("*.json")} == made, "run:  make docs"
    assert set(made) == {f"{Path(name).stem}.schema.json" for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_draft_07_and_describes_every_key(name: str) -> None:
    schema = json.loads((SCHEMA / f"{Path(name).stem}.schema.json").read_bytes())
    assert schema["$schema"] == DIALECT
    Draft7Validator.check_schema(schema)
    assert "$defs" not in json.dumps(schema)
    for part in schema["definitions"].values():
        assert part["additionalProperties"] is False
        assert [key for key, value in part["properties"].items() if not value.get("description")] == []


@pytest.fixture
def editor(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Checks files against a schema as editors do: YAML 1.2, JSON Schema draft-07."""

    def look(schema: str, *files: Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as leave:
            check_jsonschema(["--schemafile", str(SCHEMA / f"{schema}.schema.json"), *map(str, files)])
        return int(leave.value.code or 0), capsys.readouterr().out

    return look


@pytest.mark.parametrize("name", FILES)
def test_editors_accept_everything_that_the_check_accepts(name: str, editor: Callable[..., tuple[int, str]]) -> None:
    files = [path for folder in FOLDERS for path in data_files(folder, name)]
    assert len(files) > 1
    status, said = editor(Path(name).stem, *files)
    assert status == 0, said


def test_editors_mark_mistakes_that_the_check_refuses(tmp_path: Path, editor: Callable[..., tuple[int, str]]) -> None:
    file = tmp_path / "events.yml"
    file.write_text("events:\n  - {id: tea, titel: Tea, kind: tea party, starts: 2026-12-03}\n", "utf-8")
    status, said = editor("events", file)
    assert status == 1
    for words in ("'titel' was unexpected", "'title' is a required property", "'tea party' is not one of"):
        assert words in said


def test_examples_to_copy_have_quotes_around_times() -> None:
    for path in (ROOT / "events.yml", ROOT / "docs" / "editing.md"):
        assert [line for line in path.read_text("utf-8").splitlines() if re.match(r"[# ]+ends: \d+:", line)] == []


@pytest.mark.parametrize("folder", FOLDERS[:2], ids=["the data", "the sample district"])
@pytest.mark.parametrize("name", FILES)
def test_the_first_line_of_a_data_file_leads_editors_to_its_schema(folder: Path, name: str) -> None:
    files = data_files(folder, name)
    assert files
    for path in files:
        first = path.read_text("utf-8").splitlines()[0]
        sign, _, address = first.partition("$schema=")
        assert sign == "# yaml-language-server: "
        assert (path.parent / address).resolve() == SCHEMA / f"{Path(name).stem}.schema.json"

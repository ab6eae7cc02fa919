"""Rules for the whole project: its boundaries, its words, and its example."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from affinity_hub import load
from affinity_hub.cli.main import COMMANDS
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import MIXED, Event, EventKind, Facilitator, Group, Lists, NoSchool, Partner, Record
from affinity_hub.schema.settings import OrganizationKind, Settings
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = sorted((ROOT / "handbook").glob("*.md"))
LIBRARY = ROOT / "hooks" / "affinity_hub"
MODULES = sorted(LIBRARY.rglob("*.py"))
SKIPPED = {
    ".git",
    ".hypothesis",
    "node_modules",
    ".venv",
    ".cache",
    "site",
    "site-demo",
    "__pycache__",
    ".ruff_cache",
    ".mypy_cache",
    ".pytest_cache",
}
TEXTS = {".py", ".md", ".yml", ".yaml", ".toml", ".html", ".css", ".js", ".txt", ".xml", ".ics", ".json", ""}


# --- Boundaries ------------------------------------------------------------------------------------------------------


@cache
def trees() -> dict[str, ast.Module]:
    """The syntax tree of each module of the library, parsed when a test first needs it."""
    return {path.relative_to(LIBRARY).as_posix(): ast.parse(path.read_text("utf-8")) for path in MODULES}


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def calls(tree: ast.AST) -> Iterator[str]:
    yield from (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_the_library_loads_no_mkdocs(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    code = "import sys, affinity_hub, affinity_hub.cli.main; print([name for name in sys.modules if 'mkdocs' in name])"
    assert program("-c", code).stdout == "[]\n"


# Modules that make pages, calendars, and drafts, that use the network, or that read other people's files.
UNNEEDED = ("jinja2", "markdown", "nh3", "segno", "icalendar", "http.client", "urllib.request", "ssl")
UNNEEDED_OF_OURS = (
    *(
        "api",
        "calendars",
        "contribute",
        "embeds",
        "feeds",
        "history",
        "ical",
        "pages",
        "rendering",
        "site",
        "views",
        "reference",
    ),
    "suppression.raw_counts",
)


# The command line uses only the names of the forms, and the error about a folder that it may not write to.
NEEDED = {f"affinity_hub.{name}" for name in ("site", "site.destination", "reference", "reference.proposal_forms")}


def test_a_check_loads_only_the_modules_that_it_needs(program: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    """People wait for a check most often, and most of its time is spent on loading."""
    code = f"import sys; from affinity_hub.cli.main import main; main(['check', {str(DEMO)!r}]); print(*sys.modules)"
    loaded = set(program("-c", code).stdout.splitlines()[-1].split())
    assert "affinity_hub.hub.loader" in loaded
    unneeded = re.compile(rf"affinity_hub\.({'|'.join(UNNEEDED_OF_OURS)})(\.|$)")
    assert loaded & {*UNNEEDED} == set()
    assert {name for name in loaded if unneeded.match(name)} - NEEDED == set()


def test_only_the_mkdocs_edge_imports_mkdocs() -> None:
    programs = ("mkdocs", "material", "properdocs")
    importers = {name for name, tree in trees().items() for found in imported(tree) if found.startswith(programs)}
    assert importers
    assert {name for name in importers if not name.startswith("mkdocs_edge/")} == set()


def test_only_the_hook_file_imports_the_mkdocs_edge() -> None:
    edge = "affinity_hub.mkdocs_edge"
    outside = {name: tree for name, tree in trees().items() if not name.startswith("mkdocs_edge/")}
    assert [name for name, tree in outside.items() if any(found.startswith(edge) for found in imported(tree))] == []
    assert edge in (ROOT / "hooks" / "mkdocs_hooks.py").read_text("utf-8")


def test_only_the_command_line_prints() -> None:
    assert {name for name, tree in trees().items() if "print" in set(calls(tree))} == {"cli/main.py"}


def test_only_one_module_reads_the_clock_and_the_environment() -> None:
    clock = re.compile(r"(^|\.)(now|today|utcnow|time\.time|monotonic|getenv)$")
    found = [(name, call) for name, tree in trees().items() for call in calls(tree) if clock.search(call)]
    readers = {name for name, call in found if call != "environment.now"}
    askers = {name for name, call in found if call == "environment.now"}
    environment = {name for name, tree in trees().items() if "os" in set(imported(tree))}
    assert readers == {"environment.py", "intake/fetch.py"}  # intake/fetch measures how long a server takes
    assert all(name.startswith("cli/commands/") for name in askers - {"mkdocs_edge/generated.py"})
    processes = {"__main__.py", "core/processes.py"}  # these modules end or divide the process
    folders = {"site/destination.py", "site/staging.py"}  # permissions, locks, and errors of the operating system
    assert environment == {"environment.py", *processes, *folders}
    others = processes | folders
    using = [line for name in others for line in _lines(name) if "os.environ" in line]
    assert [line.strip() for line in using] == ['os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")']


def _lines(name: str) -> list[str]:
    return (ROOT / "hooks/affinity_hub" / name).read_text("utf-8").splitlines()


def test_the_hook_file_has_few_lines_and_each_module_of_the_edge_at_most_200() -> None:
    assert [path.name for path in (ROOT / "hooks").glob("*.py")] == ["mkdocs_hooks.py"]
    assert len((ROOT / "hooks" / "mkdocs_hooks.py").read_text("utf-8").splitlines()) <= 10
    for path in (LIBRARY / "mkdocs_edge").glob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 200


def test_every_module_begins_with_a_description() -> None:
    assert [name for name, tree in trees().items() if not ast.get_docstring(tree)] == []


@cache
def texts() -> dict[str, str]:
    """The text files of the project, except locks and built files."""
    found = {}
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted({*below} - SKIPPED)
        for path in (Path(folder) / name for name in sorted({*names} - SKIPPED)):
            name = path.relative_to(ROOT).as_posix()
            unwanted = name.startswith(("requirements", "tests/broken"))
            if path.is_file() and path.suffix in TEXTS and not unwanted:
                found[name] = path.read_text("utf-8")
    return found


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?<![\w.])/(?:home|root|Users|work|tmp)/\w",
        r"[A-Z]:\\Users",
        r"--index-url|--extra-index-url|--find-links|PIP_INDEX",
        r"https?://[\w.:-]*(?:artifactory|nexus|devpi|/simple/)",
        r"https?://(?:localhost|10\.\d|192\.168\.|127\.0\.0\.1:\d)",
    ],
    ids=["folders of Unix", "folders of Windows", "registry options", "registry hosts", "hosts nearby"],
)
def test_no_file_names_the_machine_on_which_it_was_written(pattern: str) -> None:
    here = Path(__file__).name
    assert [name for name, text in texts().items() if Path(name).name != here and re.search(pattern, text)] == []


# --- The README and the handbook -------------------------------------------------------------------------------------


def commands() -> list[str]:
    """The commands in fenced blocks and inline code of the README and of the handbook's page about commands."""
    text = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "handbook/commands.md"))
    blocks = re.findall(r"^```(?:sh|bash|console|shell)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return lines + re.findall(r"`((?:make|affinity-hub) [^`]+)`", text)


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {found[1] for line in commands() if (found := re.match(r"make ([a-z]+)", line))}
    assert {"site", "test"} <= named
    assert named <= targets


def test_every_command_in_the_readme_exists(run: Callable[..., Any]) -> None:
    named = {found[1] for line in commands() if (found := re.search(r"affinity-hub ([a-z-]+)", line))}
    assert {"check", "build"} <= named
    assert [name for name in named if run(name, "--help").status != 0] == []


def test_every_command_is_explained() -> None:
    named = {found[1] for line in commands() if (found := re.match(r"affinity-hub ([a-z-]+)", line))}
    assert {*COMMANDS} <= named


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"handbook/{path.name}" for path in HANDBOOK)])
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text("utf-8"))
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in files if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_readme_leads_to_every_page_of_the_handbook() -> None:
    text = (ROOT / "README.md").read_text("utf-8") + (ROOT / "handbook" / "publishing.md").read_text("utf-8")
    assert [path.name for path in HANDBOOK if f"{path.name})" not in text and ".in." not in path.name] == []


# --- The model -------------------------------------------------------------------------------------------------------


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def all_models() -> dict[str, type[BaseModel]]:
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [Group, Facilitator, Event, Partner, NoSchool, *MIXED.values(), Settings]
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            found[model.__name__] = model
            waiting += [inner for info in model.model_fields.values() for inner in models_in(info.annotation)]
    return found


def words_of(annotation: Any) -> tuple[str, ...]:
    """The allowed words of a field; empty if any text is allowed."""
    if get_origin(annotation) is Literal:
        return tuple(get_args(annotation))
    return next((found for part in get_args(annotation) if (found := words_of(part))), ())


@pytest.mark.parametrize("name", sorted(all_models()))
def test_every_key_is_described_in_a_sentence(name: str) -> None:
    for key, info in all_models()[name].model_fields.items():
        assert info.description, f"{name}.{key}"
        assert info.description.endswith((".", "?", "`")), f"{name}.{key}: {info.description}"


# --- The sample district ---------------------------------------------------------------------------------------------

DEMO = ROOT / "examples" / "sample-district"


@pytest.fixture(scope="module")
def demo() -> Hub:
    return load(DEMO, dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))[0]


def parts(value: Any) -> Iterator[BaseModel]:
    """Every record and every part of a record."""
    if isinstance(value, BaseModel):
        yield value
        for key in type(value).model_fields:
            yield from parts(getattr(value, key))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from parts(item)


def used_in(hub: Hub) -> dict[str, set[tuple[str, Any]]]:
    """For each kind of record or part: the typed keys, and their typed words."""
    found: dict[str, set[tuple[str, Any]]] = {}
    everything = [
        hub.settings,
        hub.groups,
        hub.facilitators,
        hub.events,
        hub.partners,
        hub.no_school,
        *(getattr(hub, name) for name in MIXED),
    ]
    for part in parts(everything):
        keys = found.setdefault(type(part).__name__, set())
        for key in part.model_fields_set:
            value = getattr(part, key)
            keys |= {(key, None), (key, value)} if isinstance(value, str) else {(key, None)}
    return found


def wanted() -> Iterator[tuple[str, str, str | None]]:
    for name, model in sorted(all_models().items()):
        for key, info in model.model_fields.items():
            if not info.exclude and not issubclass(model, Lists):
                yield name, key, None
                yield from ((name, key, word) for word in words_of(info.annotation))


# Words that the sample cannot use, for reasons that apply to every district. It cannot choose the folder of the data. A
# setting takes only one word, and a hub has only one organization. A group whose status is `unknown` has no status. The
# kinds of imported events are the kinds of all events, and every kind has an event.
NOT_SHOWN = {(name, "kind", kind) for name in ("CalendarSource", "Correction") for kind in get_args(EventKind)}
# The sample is a school district. These kinds are for other organizations.
NOT_SHOWN |= {("Group", "kind", "employee-resource"), ("Group", "kind", "volunteer")}
NOT_SHOWN |= {("Event", "kind", "talk"), ("Event", "kind", "volunteering")}
NOT_SHOWN |= {("Partner", "kind", kind) for kind in ("city", "company", "nonprofit")}
NOT_SHOWN |= {("Organization", "kind", kind) for kind in get_args(OrganizationKind)}
NOT_SHOWN |= {("Settings", "folder", None), ("Settings", "cancelled_style", "keep"), ("Group", "status", "unknown")}
NOT_SHOWN |= {("Organization", "kind", kind) for kind in ("university", "company", "city", "nonprofit", "other")}


def test_the_sample_district_uses_every_key_and_every_word(demo: Hub) -> None:
    used = used_in(demo)
    missing = {(name, key, word) for name, key, word in wanted() if (key, word) not in used.get(name, set())}
    assert sorted(missing - NOT_SHOWN, key=str) == []


# The tests in intake/ have their own data for the import of calendars.
OF_IMPORTS = {("Group", "calendar_source"), ("Partner", "calendar_source")}


def test_the_full_site_uses_every_key() -> None:
    """Every kind of record has the keys of `Record`. One record with each of these keys is enough."""
    used = used_in(load(ROOT / "tests" / "sites" / "full", dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))[0])
    keys = {
        (name, key) for name, key, word in wanted() if word is None and name not in ("CalendarSource", "Correction")
    }
    missing = {(name, key) for name, key in keys - OF_IMPORTS if (key, None) not in used.get(name, set())}
    anywhere = {key for found in used.values() for key, _ in found} & Record.model_fields.keys()
    assert sorted((name, key) for name, key in missing if key not in anywhere) == []


def test_the_sample_district_fills_every_list(demo: Hub) -> None:
    lists = [(file, name) for file, model in MIXED.items() for name in model.kinds()]
    assert [f"{file}.{name}" for file, name in lists if not getattr(getattr(demo, file), name)] == []


def test_the_sample_district_is_as_large_as_promised(demo: Hub) -> None:
    assert len(demo.groups) >= 8
    assert len(demo.facilitators) >= 12
    assert len(demo.events) >= 40
    assert len(demo.partners) >= 10


def test_the_sample_district_says_that_it_is_a_sample(demo: Hub) -> None:
    assert demo.settings.example
    assert [
        path.name for path in DEMO.rglob("*.yml") if "EXAMPLE DATA" not in path.read_text("utf-8").splitlines()[1]
    ] == []
    text = "".join(path.read_text("utf-8") for path in DEMO.rglob("*.yml"))
    hosts = set(re.findall(r"(?:https://|@)([\w.-]+)", text)) - {"github.com"}
    assert [host for host in hosts if not re.search(r"\.?example(\.\w+)?\.?$", host)] == []


KINDS_OF_DATES: dict[str, Callable[[Hub], Any]] = {
    "once": lambda hub: [e for e in hub.events if e.starts and not (e.repeats or e.rrule)],
    "weekly": lambda hub: [e for e in hub.events if re.search("week", e.repeats or "")],
    "every two weeks": lambda hub: [e for e in hub.events if re.search("every (2|other) week", e.repeats or "")],
    "nth weekday": lambda hub: [e for e in hub.events if re.search(r"\d(st|nd|rd|th) \w+day", e.repeats or "")],
    "last weekday": lambda hub: [e for e in hub.events if re.search(r"last \w+day", e.repeats or "")],
    "all day": lambda hub: [e for e in hub.events if e.all_day],
    "several days": lambda hub: [e for e in hub.events if e.all_day and e.ends and e.ends != e.starts],
    "skipped": lambda hub: [e for e in hub.events if e.skip],
    "skipped by the calendar": lambda hub: [
        e for e in hub.events if e.no_school == "skip" and hub.schedules[e.id].skipped
    ],
    "moved": lambda hub: [c for e in hub.events for c in e.changes if c.starts],
    "the rest moved": lambda hub: [c for e in hub.events for c in e.changes if c.and_later and c.starts],
    "two nth weekdays": lambda hub: [s for s in hub.schedules.values() if s.rule and len(s.rule.nths) > 1],
    "one date cancelled": lambda hub: [c for e in hub.events for c in e.changes if c.cancelled],
    "cancelled": lambda hub: [e for e in hub.events if e.status == "cancelled"],
    "tentative": lambda hub: [e for e in hub.events if e.status == "tentative"],
    "to be announced": lambda hub: [e for e in hub.events if e.starts is None],
    "rule of its own": lambda hub: [e for e in hub.events if e.rrule],
    "another zone": lambda hub: [e for e in hub.events if e.zone and e.zone != hub.settings.time_zone],
    "after midnight": lambda hub: [e for e in hub.events if isinstance(e.ends, dt.datetime)],
    "past": lambda hub: [
        s for s in hub.schedules.values() if s.usual and s.occurrences[-1].last_day < dt.date(2026, 11, 23)
    ],
    "to come": lambda hub: [
        s for s in hub.schedules.values() if s.usual and s.occurrences[0].last_day > dt.date(2026, 11, 23)
    ],
}


@pytest.mark.parametrize("kind", KINDS_OF_DATES)
def test_the_sample_district_has_every_kind_of_date(kind: str, demo: Hub) -> None:
    assert KINDS_OF_DATES[kind](demo)

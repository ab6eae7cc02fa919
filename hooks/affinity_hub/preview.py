"""The preview while somebody edits: after a change of the data, a page is made when somebody looks at it.

A build of a large site takes a while, and whoever saves an entry looks at one page. So the data is read and checked
anew, and what is shown of it is made on request; nothing else is written again. A change of anything besides the data
builds all of it, as does a request for what is made from all pages, such as the index of the search.
"""

from __future__ import annotations

import gc
import posixpath
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .edition import Made
from .known import Known
from .output import Output

# What is made from all pages, or from a list of them.
ALL_PAGES: Final = ("search/", "sitemap.xml")

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass
class Built:
    """What a whole build left: the site, where it is, what in it is not generated, and how a file is put there."""

    site: Made
    folder: Path
    others: frozenset[str]
    put: Callable[[Output], None]


_builds: list[Built] = []
known: Known | None = None
"""What a preview knows from before; nothing where there is none."""


def start() -> None:
    """Says that there will be a preview."""
    global known
    known = Known()


def is_on() -> bool:
    """Whether there is a preview."""
    return known is not None


def keep(built: Built) -> None:
    """Remembers a whole build, in place of the one before."""
    if known is not None:
        _builds[:] = [built]
        gc.collect()
        gc.freeze()  # what there is now stays, and need not be searched for garbage


class Preview:
    """The site that a server shows, made anew where it is looked at.

    `read` gives the site as the data is now, or raises what tells that it cannot be used; `build_all` builds all of it;
    `answer` answers a request with the files there are; a change of one of `watched` builds all of it. The addresses of
    the site begin with `mount`, a path.
    """

    def __init__(
        self,
        read: Callable[[], Made],
        build_all: Callable[[], None],
        answer: Application,
        watched: Callable[[], Iterable[Path]],
        mount: str,
    ) -> None:
        self._read, self._build_all, self._answer, self._watched = read, build_all, answer, watched
        self._mount = mount
        self._lock = threading.RLock()
        self._seen = self._look()
        self._made: set[str] | None = None
        """The paths that were put there since the data changed; None where all is as it was built."""

    def build(self) -> None:
        """Takes up a change: what MkDocs' server calls in place of a build."""
        with self._lock:
            built, seen = _builds[-1], self._look()
            if seen != self._seen or (site := self._read()).around != built.site.around:
                self._whole()
            else:
                built.site, self._made = site, set()
            self._seen = seen

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers a request (PEP 3333) after what it asks for has been made."""
        address = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not address.startswith(self._mount) or address.startswith("/livereload/"):
            return self._answer(environ, start_response)
        while True:
            said: list[tuple[Any, ...]] = []
            site = self._refresh(posixpath.normpath("/" + address.removeprefix(self._mount)).lstrip("/"))
            found = self._answer(environ, lambda *arguments, said=said: said.append(arguments))
            if site is _builds[-1].site:
                start_response(*said[-1])
                return found
            # It waits while something is built. So this may be the answer of before.
            getattr(found, "close", bool)()

    def _look(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._watched()}

    def _whole(self) -> None:
        self._build_all()
        self._made = None

    def _refresh(self, path: str) -> Made:
        """Puts there what an address leads to, if that is older than the data. Returns the site that it is of."""
        with self._lock:
            names = (path,) if "." in path.rpartition("/")[2] else (f"{path}/index.html".lstrip("/"), path)
            if self._made is None or self._made.intersection(names) or _builds[-1].others.intersection(names):
                pass
            elif path.startswith(ALL_PAGES):
                self._whole()
            else:
                self._made.update(names)
                self._put(_builds[-1], names)
            return _builds[-1].site

    @staticmethod
    def _put(built: Built, names: Iterable[str]) -> None:
        """Puts there the file that has one of some names; where there is none, what had such a name goes."""
        for name in names:
            if output := built.site.files.get(name):
                built.put(output)
                return
        for name in names:
            if (built.folder / name).is_file():
                (built.folder / name).unlink()

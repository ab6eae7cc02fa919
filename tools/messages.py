"""`make messages`: collects the text of the site in `affinity_hub.pot`, and brings the catalog of each language up to
date.

If a translation has mistakes, it prints them with file and line, and exits with status 1. The files have no dates
and no line numbers, so that they change only when the text changes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from affinity_hub.core import i18n, translations
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
TEMPLATE: Final = i18n.CATALOGS / "affinity_hub.pot"
KEYWORDS: Final = {"gettext": None, "noop": None, "_": None, "ngettext": (1, 2)}
_NOTE: Final = (
    "# The texts that visitors and subscribers see. `make messages` writes this file from the code.\n"
    "# To begin a language, such as Spanish, copy this file to es/LC_MESSAGES/affinity_hub.po.\n"
)


def sources() -> Iterator[tuple[Path, str]]:
    """The files with text, each with the method that reads it."""
    for path in sorted((ROOT / "overrides" / "hub").rglob("*.html")):
        yield path, "jinja2"
    for path in sorted((ROOT / "hooks" / "affinity_hub").rglob("*.py")):
        yield path, "python"


def collected() -> Catalog:
    """All messages, each with the files that have it."""
    catalog = Catalog(charset="utf-8")
    options = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    for path, method in sources():
        with path.open("rb") as file:
            for _, message, _, context in extract(method, file, KEYWORDS, options=options):
                place = path.relative_to(ROOT).as_posix()
                catalog.add(message, locations=[(place, 0)], context=context)
    return catalog


def text(catalog: Catalog) -> str:
    """A catalog as text, without dates and names."""
    out = io.BytesIO()
    write_po(out, catalog, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    entries = out.getvalue().decode().partition("\n\n")[2]
    head = ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if catalog.locale:
        head += [f"Language: {catalog.locale}", f"Plural-Forms: {catalog.plural_forms}"]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    return f'{_NOTE}msgid ""\nmsgstr ""\n{lines}\n{entries.rstrip()}\n'


def updated(path: Path, template: Catalog) -> str:
    """The catalog of a language with the current messages."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parents[1].name)
    catalog.update(template, no_fuzzy_matching=True)
    return text(catalog)


def main() -> int:
    """Writes the files. Returns the exit status."""
    template = collected()
    TEMPLATE.write_text(text(template), "utf-8")
    wrong = []
    for path in sorted(i18n.CATALOGS.glob("*/LC_MESSAGES/affinity_hub.po")):
        found = list(translations.faults(path))
        if not found:
            path.write_text(updated(path, template), "utf-8")
        wrong += found
    print("\n".join(wrong) or f"{len(template)} texts are in {TEMPLATE.relative_to(ROOT)}.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

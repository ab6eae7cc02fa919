"""The catalog: `make messages` was run, and a wrong translation is found with its line and replaced by English."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from affinity_hub.core import i18n, translations

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import messages  # noqa: E402

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: de\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)
RIGHT = 'msgid "All groups"\nmsgstr "Alle Gruppen"\n'


def test_the_template_of_the_catalog_has_every_text() -> None:
    assert messages.TEMPLATE.read_text("utf-8") == messages.text(messages.collected()), "run  make messages"


def test_every_translation_is_right() -> None:
    assert [fault for path in i18n.CATALOGS.glob("*/LC_MESSAGES/*.po") for fault in translations.faults(path)] == []


@pytest.mark.parametrize(
    "entry, said",
    [
        ('msgid "About %(name)s"\nmsgstr "Mehr"', "The field %(name)s is missing."),
        ('msgid "About %(name)s"\nmsgstr "Mehr zu %(nahme)s"', "The English text has no field %(nahme)s."),
        ('msgid "About %(name)s"\nmsgstr "Mehr zu %(name)s, %(name"', "A field is broken."),
        (
            'msgid "%(number)s date"\nmsgid_plural "%(number)s dates"\nmsgstr[0] "%(number)s Termin"\nmsgstr[1] ""',
            "The language has 2 plural forms.",
        ),
        ('msgid "<b>Now</b>"\nmsgstr "Jetzt"', "The tags differ from the English text."),
        ('msgid "Now"\nmsgstr "  "', "The translation has only spaces."),
        (
            'msgid "<b>%(number)s</b> date"\nmsgid_plural "<b>%(number)s</b> days"\nmsgstr[0] "a"\nmsgstr[1] "b"',
            "The tags differ from the English text.",
        ),
        (
            'msgid "One date"\nmsgid_plural "%(number)s dates"\nmsgstr[0] "Ein Termin"\nmsgstr[1] "Termine"',
            "The field %(number)s is missing.",
        ),
    ],
)
def test_a_wrong_translation_is_found_and_is_not_shown(tmp_path: Path, entry: str, said: str) -> None:
    path = tmp_path / "affinity_hub.po"
    path.write_text(f"{HEAD}{RIGHT}\n{entry}\n", "utf-8")
    found = [*translations.faults(path)]
    assert any(fault.startswith(f"{path}:10: {said}") for fault in found), found
    assert translations.read(path).texts == {"All groups": ("Alle Gruppen",)}


@pytest.mark.parametrize(
    "text",
    [
        b"Alle Gruppen\n",
        HEAD.encode() + b'msgid "a"\nmsgstr "\xe9"\n',
        (HEAD.replace("utf-8", "tea-8") + RIGHT).encode(),
    ],
)
def test_a_file_that_is_not_a_catalog_is_found_and_stops_no_build(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "affinity_hub.po"
    path.write_bytes(text)
    assert next(translations.faults(path)).startswith(f"{path}: The file is not a catalog")
    assert translations.read(path).texts == {}


@pytest.mark.parametrize("rule", ["n!", "n", "1/n", "-1"])
def test_a_plural_rule_that_gives_no_form_is_found_and_stops_no_build(tmp_path: Path, rule: str) -> None:
    path = tmp_path / "affinity_hub.po"
    path.write_text(HEAD.replace("(n != 1)", rule) + RIGHT, "utf-8")
    assert next(translations.faults(path)).startswith(f"{path}: The header Plural-Forms cannot be used: ")
    catalog = translations.read(path)
    assert (catalog.texts, catalog.form_of(1), catalog.form_of(2)) == ({}, 0, 1)


def test_a_missing_quote_is_found(tmp_path: Path) -> None:
    """`make messages` would otherwise delete the translation."""
    path = tmp_path / "affinity_hub.po"
    path.write_text(f'{HEAD}msgid "All groups\nmsgstr "Alle Gruppen"\n', "utf-8")
    assert [*translations.faults(path)] == [f"{path}:7: This line cannot be read. Look for a quote that is missing."]


def test_a_translation_that_is_marked_as_doubtful_is_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "affinity_hub.po"
    path.write_text(f"{HEAD}#, fuzzy\n{RIGHT}", "utf-8")
    assert ([*translations.faults(path)], translations.read(path).texts) == ([], {})


def test_a_form_for_one_number_may_leave_out_the_number(tmp_path: Path) -> None:
    path = tmp_path / "affinity_hub.po"
    head = HEAD.replace("nplurals=2; plural=(n != 1)", "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2)")
    ids = 'msgid "One date"\nmsgid_plural "%(number)s dates"\n'
    path.write_text(f'{head}{ids}msgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "%(number)s c"\n', "utf-8")
    assert [*translations.faults(path)] == []


def test_a_translation_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "de" / "LC_MESSAGES" / "affinity_hub.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        HEAD + RIGHT + '\nmsgid "%(number)s date"\nmsgid_plural "%(number)s dates"\n'
        'msgstr[0] "%(number)s Termin"\nmsgstr[1] "%(number)s Termine"\n',
        "utf-8",
    )
    monkeypatch.setattr(i18n, "CATALOGS", tmp_path)
    for cached in (i18n.tags, i18n.language):
        cached.cache_clear()
    try:
        with i18n.override("de-DE"):
            assert i18n.is_available("de-DE")
            assert i18n.gettext("All groups") == "Alle Gruppen"
            assert i18n.gettext("No groups are listed yet.") == "No groups are listed yet."
            words = [i18n.ngettext("%(number)s date", "%(number)s dates", number) for number in (1, 3)]
            assert words == ["1 Termin", "3 Termine"]
    finally:
        for cached in (i18n.tags, i18n.language):
            cached.cache_clear()


def test_the_pseudo_locale_keeps_the_fields_of_a_text_and_makes_it_longer() -> None:
    with i18n.override(i18n.PSEUDO):
        text = i18n.gettext("About %(name)s", name="Tea Circle")
    assert text.startswith("⟦About Tea Circle ")
    assert text.endswith("~⟧")

import string
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
CATALOGUES = sorted(FOLDER.glob("*.ts"))


def messages(catalogue: Path) -> list[ET.Element]:
    return list(ET.parse(catalogue).iter("message"))


def forms(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    assert translation is not None
    numbered = [form.text or "" for form in translation.iter("numerusform")]
    return numbered or [translation.text or ""]


def gaps(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name is not None}


def test_there_is_a_language_beside_english():
    assert [path.name for path in CATALOGUES] == ["lgg_viewer_de.ts"]


def test_the_catalogues_are_those_of_the_code(tmp_path, monkeypatch):
    # the tool that makes them is run on a copy: nothing may differ
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import translations

    before = {path.name: path.read_bytes() for path in FOLDER.iterdir()}
    monkeypatch.setattr(translations, "FOLDER", tmp_path)
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    translations.main()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_sentence_is_translated(catalogue):
    left = [m.findtext("source") for m in messages(catalogue) if not all(form.strip() for form in forms(m))]
    assert left == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_gap_of_a_sentence_is_in_its_translation(catalogue):
    differing = []
    for message in messages(catalogue):
        source = message.findtext("source", "")
        # a form for one thing may spell the number out
        free = {("n", "")} if message.get("numerus") else set()
        differing += [(source, form) for form in forms(message) if gaps(form) | free != gaps(source) | free]
    assert differing == []


def test_the_tool_says_what_it_did():
    said = subprocess.run(
        [sys.executable, ROOT / "packaging" / "translations.py"], capture_output=True, text=True, check=True
    )
    assert "0 to be translated" in said.stdout

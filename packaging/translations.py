"""Brings the catalogues of resources/translations up to date with the sentences of the code, and compiles them.

    python packaging/translations.py

Sentences are what `tr`, `tr_n` and `mark` of `lgg_viewer.words` are given. New ones are entered as unfinished, those
that are gone are dropped, translations are kept. `*.ts` is what a translator edits, with Qt Linguist or by hand;
`*.qm`, which the program reads, is made from it by Qt's lrelease.
"""

import ast
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "lgg_viewer"
LANGUAGES = {"de": 2}
"""Languages, and how many forms for numbers each has."""


def find_sentences(package: Path) -> dict[str, bool]:
    """Return all sentences of the code, each with whether it has forms for numbers.

    Raises
    ------
    SystemExit
        `tr_n` or `mark` is given something else than a plain string.
    """
    found: dict[str, bool] = {}
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            name = node.func.id
            if name not in ("tr", "tr_n", "mark") or path.name == "words.py":
                continue
            # of a sentence about a number, the second form is the key
            text = node.args[1 if name == "tr_n" else 0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[text.value] = found.get(text.value, False) or name == "tr_n"
            elif name != "tr":
                raise SystemExit(f"{path}:{node.lineno}: {name} takes plain strings.")
    return found


def merge(catalogue: Path, sentences: dict[str, bool], language: str) -> ET.ElementTree:
    """Return a catalogue of just these sentences, with the translations that are there already."""
    known: dict[str, ET.Element] = {}
    if catalogue.exists():
        for message in ET.parse(catalogue).iter("message"):
            known[message.findtext("source", "")] = message
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = CONTEXT
    for text in sorted(sentences):
        old = known.get(text)
        if old is not None and (old.get("numerus") == "yes") == sentences[text]:
            context.append(old)
            continue
        message = ET.SubElement(context, "message", {"numerus": "yes"} if sentences[text] else {})
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation", type="unfinished")
        for _ in range(LANGUAGES[language] if sentences[text] else 0):
            ET.SubElement(translation, "numerusform")
    ET.indent(root, " ")
    return ET.ElementTree(root)


def compile_catalogue(catalogue: Path, target: Path) -> None:
    """Make the file that the program reads."""
    subprocess.run(
        [Path(sys.executable).with_name("pyside6-lrelease"), "-silent", catalogue, "-qm", target], check=True
    )


def main() -> None:
    """Bring all catalogues up to date."""
    sentences = find_sentences(ROOT / "lgg_viewer")
    for language in LANGUAGES:
        catalogue = FOLDER / f"lgg_viewer_{language}.ts"
        tree = merge(catalogue, sentences, language)
        catalogue.parent.mkdir(exist_ok=True)
        with catalogue.open("wb") as file:
            file.write(b'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
            tree.write(file, encoding="utf-8")
            file.write(b"\n")
        compile_catalogue(catalogue, catalogue.with_suffix(".qm"))
        left = sum(t.get("type") == "unfinished" for t in tree.iter("translation"))
        sys.stdout.write(f"{catalogue.name}: {len(sentences)} sentences, {left} to be translated\n")


if __name__ == "__main__":
    main()

import pytest

from lgg_viewer.core.study import Clinical, ProblemKind
from lgg_viewer.io import clinical_table
from lgg_viewer.io.clinical_table import read_clinical_table

HEADER = (
    "Patient,histological_type,neoplasm_histologic_grade,laterality,tumor_location,gender,age_at_initial_pathologic\n"
)


def test_codes_of_the_published_table_become_words(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(HEADER + "A,1,2,3,6,2,67\nB,,,,,,\nC,9,x,1,,1,\n,1,1,1,1,1,1\n", encoding="utf-8-sig")
    table, problems = read_clinical_table(path)
    assert problems == []
    assert table == {
        "A": Clinical("III", "astrocytoma", "temporal lobe", "right", "67", "male"),
        "B": Clinical(),
        # what the dictionary does not know stands as it is
        "C": Clinical(grade="x", histology="9", laterality="left", sex="female"),
    }


@pytest.mark.parametrize("content", [b"", b"\n", HEADER.encode()], ids=["nothing", "a line", "a header"])
def test_a_table_without_rows_tells_nothing(tmp_path, content):
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    assert read_clinical_table(path) == ({}, [])


@pytest.mark.parametrize(
    "content",
    [
        b"name;grade\nA;2\n",
        (HEADER + "A,1").encode("utf-16"),
        b"\xff" * 99,
        b'"' + b"x" * 200_000 + b"\nA\n",
        b"a\0b\n1\n",
    ],
    ids=["other columns", "UTF-16", "bytes", "endless field", "NUL"],
)
def test_other_tables_are_told(tmp_path, content):
    path = tmp_path / "data.csv"
    path.write_bytes(content + b"\n1,2\n")
    table, problems = read_clinical_table(path)
    assert table == {}
    assert [(p.kind, p.path) for p in problems] == [(ProblemKind.CLINICAL, path)]


def test_short_and_long_rows_do_no_harm(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(HEADER + "A,1\nB,1,2,3,6,2,67,8,9\n", encoding="utf-8")
    table, problems = read_clinical_table(path)
    assert (table["A"], table["B"].sex, problems) == (Clinical(histology="astrocytoma"), "male", [])


def test_a_missing_and_a_huge_table_are_told(tmp_path, monkeypatch):
    path = tmp_path / "data.csv"
    assert "No such file" in read_clinical_table(path)[1][0].message
    monkeypatch.setattr(clinical_table, "MAX_TABLE_BYTES", 10)
    path.write_text(HEADER, encoding="utf-8")
    assert len(read_clinical_table(path)[1]) == 1

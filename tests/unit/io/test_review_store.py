"""Reviews on the disk: kept, found again, carried to another machine, and refused where they are not ours."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.review import Difficulty, Event, Review, ReviewState, Verdict, log_entry
from lgg_viewer.core.study import Cohort, Study
from lgg_viewer.errors import LggError
from lgg_viewer.io.review_store import open_store, store_name, store_path
from tests.unit.core.test_review import NOON, reviews, words

CONTEXT = {"threshold": "0.40", "model": "lgg-unet", "model sha256": "ab" * 32, "post-processing": "none"}


@pytest.fixture
def open_(tmp_path):
    """Open stores, and close them after the test."""
    made = []

    def opener(name: str = "cohort.sqlite"):
        made.append(open_store(tmp_path / "reviews" / name))
        return made[-1]

    yield opener
    for store in made:
        store.close()


def decide(store, study: str, minute: int = 0, who: str = "anna") -> Review:
    before = store.reviews().get(study, Review())
    after = before.in_state(ReviewState.APPROVED, who, NOON + timedelta(minutes=minute))
    store.put(study, after, log_entry(study, before, after, CONTEXT))
    return after


def cohort(root: str, *keys: str) -> Cohort:
    return Cohort(Path(root), tuple(Study(key, Path(root), ()) for key in keys))


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_looking_at_a_cohort_leaves_no_file(open_, tmp_path):
    store = open_()
    assert (store.reviews(), store.events()) == ({}, [])
    store.close()
    assert not (tmp_path / "reviews").exists()


@given(st.dictionaries(words, reviews, max_size=4), st.dictionaries(words, words, max_size=3))
def test_what_is_put_comes_back_as_it_was(tmp_path_factory, decisions, detail):
    path = tmp_path_factory.mktemp("reviews") / "a.sqlite"
    events = [Event(r.changed, key, r.reviewer, "Approved", detail) for key, r in decisions.items()]
    with closing(open_store(path)) as store:
        for (key, review), event in zip(decisions.items(), events, strict=True):
            store.put(key, review, event)
    with closing(open_store(path)) as store:
        assert store.reviews() == decisions
        assert sorted(store.events(), key=lambda e: e.study) == sorted(events, key=lambda e: e.study)
        for event in events:
            assert store.events(event.study) == [event]


def test_the_last_decision_holds_and_the_log_keeps_all_of_them(open_):
    store = open_()
    first = decide(store, "A")
    second = first.rated(Difficulty.HARD, "ben", NOON + timedelta(minutes=2))
    store.put("A", second, log_entry("A", first, second, CONTEXT))
    assert store.reviews() == {"A": second}
    assert [(e.what, e.who, e.detail["threshold"]) for e in store.events("A")] == [
        ("Approved", "anna", "0.40"),
        ("Difficulty", "ben", "0.40"),
    ]


def test_the_log_cannot_be_rewritten(open_):
    store = open_()
    decide(store, "A")
    with closing(sqlite3.connect(store.path)) as db:
        for statement in ("DELETE FROM event", "UPDATE event SET who = 'ben'"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                db.execute(statement)
    assert len(store.events()) == 1


def test_a_closed_store_is_one_file_alone(open_, tmp_path):
    store = open_()
    decide(store, "A")
    store.close()
    assert names(tmp_path / "reviews") == ["cohort.sqlite"]


def test_what_is_acknowledged_lies_in_the_one_file_while_it_is_open(open_, tmp_path):
    store = open_()
    for minute in range(20):
        decide(store, f"S{minute}", minute)
    copy = tmp_path / "copied by hand.sqlite"
    copy.write_bytes(store.path.read_bytes())
    with closing(open_store(copy)) as other:
        assert other.reviews() == store.reviews()
        assert other.take_warning() == ""


def test_two_windows_see_one_another(open_):
    one, two = open_(), open_()
    decide(one, "A")
    assert two.find()
    assert two.reviews() == one.reviews()
    assert not two.find()
    decide(two, "A", 5, "ben")
    assert one.find()
    assert one.reviews()["A"].reviewer == "ben"
    assert [e.who for e in one.events("A")] == ["anna", "ben"]


def test_own_decisions_are_no_news(open_):
    store = open_()
    decide(store, "A")
    store.find()
    decide(store, "B")
    assert not store.find()


# names


def test_the_name_depends_on_folder_and_studies_alone():
    assert store_name(cohort("/a/lgg", "B", "A")) == store_name(cohort("/elsewhere/lgg", "A", "B"))
    assert store_name(cohort("/a/lgg", "A")) != store_name(cohort("/a/lgg", "A", "B"))
    assert store_name(cohort("/a/lgg", "A")).startswith("lgg-")


@given(st.lists(words, min_size=1, max_size=4, unique=True))
def test_any_cohort_has_a_name_that_a_file_can_have(keys):
    name = store_name(cohort("/", *keys))
    assert "/" not in name
    assert len(name.encode()) < 255


def test_a_renamed_cohort_finds_its_reviews(tmp_path):
    before, after = cohort("/a/lgg", "A", "B"), cohort("/b/other", "A", "B")
    with closing(open_store(store_path(tmp_path, before))) as store:
        decide(store, "A")
    assert store_path(tmp_path, after) == store_path(tmp_path, before)
    assert store_path(tmp_path, cohort("/a/lgg", "A")) == tmp_path / store_name(cohort("/a/lgg", "A"))


# carrying


def test_a_copy_holds_everything_and_takes_the_place_of_an_older_one(open_, tmp_path):
    store, target = open_(), tmp_path / "stick" / "copy.sqlite"
    decide(store, "A")
    store.export_copy(target)
    decide(store, "B", 1)
    store.export_copy(target)
    assert names(target.parent) == ["copy.sqlite"]
    with closing(open_store(target)) as copy:
        assert (copy.reviews(), copy.events()) == (store.reviews(), store.events())


def test_a_copy_is_not_written_onto_itself_or_onto_a_file_in_use(open_, tmp_path):
    store, other = open_(), open_("other.sqlite")
    decide(store, "A")
    decide(other, "B")
    before = other.path.read_bytes()
    for path in (store.path, other.path):
        with pytest.raises(LggError):
            store.export_copy(path)
    assert other.path.read_bytes() == before
    assert set(store.reviews()) == {"A"}


def test_an_import_takes_the_newer_review_of_each_study_and_both_logs(open_, tmp_path):
    here, there = open_("here.sqlite"), open_("there.sqlite")
    old, new = decide(here, "A", 0), decide(there, "A", 9, "ben")
    newest, stale = decide(here, "B", 9), decide(there, "B", 0, "ben")
    assert here.import_from(there.path) == 1
    assert here.reviews() == {"A": new, "B": newest}
    assert [e.who for e in here.events("A")] == ["anna", "ben"]
    assert old.reviewer == "anna"
    assert stale.reviewer == "ben"


def test_an_import_keeps_to_the_studies_that_are_wanted(open_):
    here, there = open_("here.sqlite"), open_("there.sqlite")
    decide(there, "A")
    decide(there, "B")
    assert here.import_from(there.path, {"A"}) == 1
    assert set(here.reviews()) == {"A"}
    assert {e.study for e in here.events()} == {"A"}


# as a reader makes them: one after the other
histories = st.lists(
    st.tuples(st.sampled_from("AB"), reviews), max_size=4, unique_by=lambda decision: decision[1].changed
).map(lambda history: sorted(history, key=lambda decision: decision[1].changed))


@given(histories, histories)
def test_two_readers_end_up_with_the_same_whoever_imports_first_and_how_often(tmp_path_factory, one, two):
    folder = tmp_path_factory.mktemp("reviews")
    ends = []
    for order in ((one, two), (two, one)):
        own, other = (folder / f"{len(ends)}-{side}.sqlite" for side in ("own", "other"))
        for path, history in zip((own, other), order, strict=True):
            with closing(open_store(path)) as store:
                for key, review in history:
                    store.put(key, review, Event(review.changed, key, review.reviewer, review.state.value))
        with closing(open_store(own)) as store:
            if other.exists():
                store.import_from(other)
                assert store.import_from(other) == 0
            ends.append((store.reviews(), {(e.when, e.study, e.who, e.what) for e in store.events()}))
            assert len(store.events()) == len(ends[-1][1])
    assert ends[0] == ends[1]


def test_a_later_comment_elsewhere_leaves_a_decision_in_force(open_):
    here, there = open_("here.sqlite"), open_("there.sqlite")
    approved = decide(here, "A", 0)
    said = Review().commented("blurred", "ben", NOON + timedelta(minutes=9))
    there.put("A", said, log_entry("A", Review(), said, CONTEXT))
    assert here.import_from(there.path) == 1
    (review,) = here.reviews().values()
    assert (review.state, review.comment) == (ReviewState.APPROVED, "blurred")
    assert (review.reviewer, review.changed) == ("ben", said.changed)
    assert approved.changed < said.changed


def test_an_import_changes_nothing_in_the_file_it_comes_from(open_, tmp_path):
    here, there = open_("here.sqlite"), open_("there.sqlite")
    decide(there, "A")
    there.close()
    before = there.path.read_bytes()
    here.import_from(there.path)
    assert there.path.read_bytes() == before
    assert "there.sqlite-journal" not in names(tmp_path / "reviews")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


def test_a_newer_version_is_refused_and_left_as_it_is(open_, tmp_path):
    store = open_()
    decide(store, "A")
    store.close()
    make_newer(store.path)
    before = store.path.read_bytes()
    with pytest.raises(LggError, match="newer version") as failure:
        open_()
    assert failure.value.hint
    with pytest.raises(LggError, match="newer version"):
        open_("mine.sqlite").import_from(store.path)
    assert store.path.read_bytes() == before
    assert names(tmp_path / "reviews") == ["cohort.sqlite"]


def test_a_database_of_another_program_is_refused_and_left_as_it_is(open_, tmp_path):
    path = tmp_path / "reviews" / "cohort.sqlite"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE mail (text)")
    before = path.read_bytes()
    with pytest.raises(LggError, match="another program"):
        open_()
    assert path.read_bytes() == before


def foreign_text(path: Path) -> None:
    path.write_text("study,state\n")


def foreign_view(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE review")
        db.execute("CREATE VIEW review AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n")


def unknown_state(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE review SET state = 'SIGNED'")


def time_without_zone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE review SET changed = '2026-03-04T12:00:00'")


def words_that_are_none(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO event VALUES (77, '2026-03-04T12:00:00+00:00', 'A', 'anna', 'Approved', '[1]')")


def a_blob(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE review SET changed = x'00ff'")


@pytest.mark.parametrize(
    "damage", [foreign_text, foreign_view, unknown_state, time_without_zone, words_that_are_none, a_blob]
)
def test_what_cannot_be_understood_is_not_imported(open_, damage):
    here, there = open_("here.sqlite"), open_("there.sqlite")
    decide(here, "A")
    decide(there, "B")
    there.close()
    damage(there.path)
    with pytest.raises(LggError, match=r"there\.sqlite") as failure:
        here.import_from(there.path)
    assert failure.value.hint
    assert set(here.reviews()) == {"A"}


def test_a_file_that_is_not_there_is_not_imported(open_, tmp_path):
    store = open_()
    with pytest.raises(LggError, match=r"gone\.sqlite"):
        store.import_from(tmp_path / "gone.sqlite")
    assert not (tmp_path / "gone.sqlite").exists()


def test_verdict_and_later_decision_are_both_in_the_log_with_their_times(open_):
    store = open_()
    stated = Review().with_verdict(Verdict.TUMOUR, "anna", NOON)
    store.put("A", stated, log_entry("A", Review(), stated, CONTEXT))
    decided = stated.in_state(ReviewState.FLAGGED, "anna", NOON + timedelta(seconds=40))
    store.put("A", decided, log_entry("A", stated, decided, CONTEXT))
    assert [(e.what, e.detail["to"], e.when) for e in store.events("A")] == [
        ("Verdict", "Tumour", NOON),
        ("Flagged", "Flagged", NOON + timedelta(seconds=40)),
    ]
    assert store.reviews()["A"].verdict_at == datetime(2026, 3, 4, 12, tzinfo=UTC)

"""Deciding about studies: at once on the disk, never lost, and blind where the reader wants it so."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from lgg_viewer.core.post_processing import Removal
from lgg_viewer.core.review import Difficulty, ReviewState, Verdict
from lgg_viewer.core.study import Channel, Cohort, PageRef, SliceRef, Study
from lgg_viewer.core.volume import Volume, frozen
from lgg_viewer.core.window import auto_window
from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.edits import Edits
from lgg_viewer.gui.review.panel import ReviewPanel
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.theme import PANEL_WIDTH, apply_theme
from lgg_viewer.io.review_store import open_store, store_path
from lgg_viewer.io.study_files import StudyData
from lgg_viewer.jobs.tasks import LoadedStudy, survey

KEYS = ["A", "B", "C", "D"]


def cohort(*keys: str, root: str = "/data/lgg") -> Cohort:
    slices = (SliceRef(1, PageRef(Path("1.tif"))),)
    return Cohort(Path(root), tuple(Study(key, Path(root) / key, slices) for key in keys))


class Desk:
    """A session, its reviewer and the panel, as in a window."""

    def __init__(self, folder: Path, settings: str = "settings") -> None:
        self.folder = folder
        self.context = {"threshold": "0.50", "model": "tiny", "model sha256": "ab", "post-processing": "none"}
        self.session = Session(None)
        self.settings = Settings(QSettings(str(folder / f"{settings}.ini"), QSettings.Format.IniFormat))
        self.reviewer = Reviewer(self.session, self.settings, folder / "reviews", lambda _study: dict(self.context))
        self.edits = Edits(self.session, self.reviewer)
        self.reviewer.set_name("anna")
        self.readable = True
        self.session.study_changed.connect(self._read)
        self.told: list[tuple[str, bool]] = []
        self.session.noticed.connect(self._hear)
        self.panel = ReviewPanel(self.session, self.reviewer)

    def _hear(self, sentence: str, failure: bool) -> None:
        self.told.append((sentence, failure))

    def _read(self) -> None:
        key = self.session.state.study
        if self.readable and key:
            known = frozen(np.ones(1, bool))
            volume = Volume(frozen(np.zeros((1, 8, 8, 3), np.uint8)), known, frozenset(), f"pixels of {key}")
            data = StudyData(self.session.drawers[key].study, volume, None, ())
            windows = {channel: auto_window(volume.pixels[..., channel]) for channel in Channel}
            self.session.put_loaded(key, LoadedStudy(data, windows, None, survey(data)))

    def open(self, *keys: str, root: str = "/data/lgg") -> None:
        self.session.put_cohort(cohort(*(keys or KEYS), root=root))

    def kept(self):
        """What another program would find on the disk now."""
        with closing(open_store(store_path(self.folder / "reviews", self.session.cohort))) as store:
            return store.reviews(), store.events()


@pytest.fixture
def make_desk(qapp: QApplication, tmp_path: Path):
    apply_theme(qapp)
    made: list[Desk] = []

    def make(settings: str = "settings") -> Desk:
        made.append(Desk(tmp_path, settings))
        return made[-1]

    yield make
    for desk in made:
        desk.reviewer.close()
        desk.panel.close()
        desk.panel.deleteLater()
    qapp.processEvents()


@pytest.fixture
def desk(make_desk) -> Desk:
    made = make_desk()
    made.open()
    return made


# deciding


def test_a_decision_is_on_the_disk_at_once_with_what_was_in_force(desk, qtbot):
    desk.context["threshold"] = "0.35"
    with qtbot.waitSignal(desk.reviewer.review_changed, check_params_cb=lambda key: key == "A"):
        assert desk.reviewer.approve()
    reviews, events = desk.kept()
    assert reviews["A"].state is ReviewState.APPROVED
    assert reviews["A"].reviewer == "anna"
    assert [(e.what, e.who) for e in events] == [("Approved", "anna")]
    assert desk.context.items() <= events[0].detail.items()


def test_progress_counts_what_is_decided(desk):
    assert desk.reviewer.progress == (0, 4)
    desk.reviewer.approve()
    desk.session.select_study("C")
    desk.reviewer.flag()
    desk.session.select_study("D")
    desk.reviewer.set_comment("to be discussed")
    assert desk.reviewer.progress == (2, 4)
    assert desk.panel.progress.text() == "2 of 4 done"


def test_a_flag_taken_back_leaves_what_was_before(desk):
    desk.reviewer.approve()
    desk.reviewer.flag()
    assert desk.reviewer.current.state is ReviewState.FLAGGED
    desk.reviewer.flag()
    assert desk.reviewer.current.state is ReviewState.APPROVED


def removal(*voxels: int) -> Removal:
    return Removal(np.array(voxels))


def test_a_flag_outlives_a_change_of_the_mask_and_what_lies_under_it_does_not(desk):
    desk.reviewer.approve()
    desk.reviewer.flag()
    desk.session.set_removals((removal(1),))
    assert desk.reviewer.current.state is ReviewState.FLAGGED
    desk.reviewer.flag()
    assert desk.reviewer.current.state is ReviewState.EDITED


def test_a_changed_mask_is_to_be_approved_anew(desk):
    desk.reviewer.approve()
    desk.session.set_removals((removal(1),))
    assert desk.reviewer.current.state is ReviewState.EDITED
    assert desk.panel.info.text().startswith("Edited")
    assert desk.panel.states[ReviewState.UNREVIEWED].isEnabled()
    assert desk.reviewer.progress == (0, 4)
    assert desk.reviewer.next_unreviewed(["A"]) == "A"
    desk.reviewer.approve()
    assert [(e.what, e.detail["from"]) for e in desk.kept()[1]] == [
        ("Approved", "Unreviewed"),
        ("Edited", "Approved"),
        ("Approved", "Edited"),
    ]


def test_an_undone_change_leaves_the_approval_and_whose_it_was(desk):
    first, second = removal(1), removal(2)
    desk.reviewer.approve()
    approved = desk.reviewer.decision("A")
    desk.reviewer.set_name("ben")
    desk.session.set_removals((first,))
    desk.session.set_removals((first, second))
    desk.session.set_removals((first,))
    assert desk.reviewer.current.state is ReviewState.EDITED
    desk.session.set_removals(())
    assert desk.reviewer.current.state is ReviewState.APPROVED
    assert desk.reviewer.decision("A") == approved
    assert desk.panel.info.text().endswith("by anna")


def test_what_was_approved_without_a_component_is_edited_once_it_is_back(desk):
    kept = (removal(1),)
    desk.session.set_removals(kept)
    desk.reviewer.approve()
    desk.session.set_removals(())
    assert desk.reviewer.current.state is ReviewState.EDITED
    desk.session.set_removals(kept)
    assert desk.reviewer.current.state is ReviewState.APPROVED


def test_an_undone_change_leaves_a_flag_and_what_lay_under_it(desk):
    desk.reviewer.approve()
    desk.reviewer.flag()
    desk.session.set_removals((removal(1),))
    desk.session.set_removals(())
    assert desk.reviewer.current.state is ReviewState.FLAGGED
    desk.reviewer.flag()
    assert desk.reviewer.current.state is ReviewState.APPROVED


def test_who_approved_stays_who_approved_when_another_comments_or_takes_back_a_flag(desk):
    desk.reviewer.approve()
    desk.reviewer.set_name("ben")
    desk.reviewer.set_comment("not sure")
    desk.reviewer.flag()
    assert desk.panel.info.text().endswith("by ben")
    desk.reviewer.flag()
    assert desk.panel.info.text().startswith("Approved")
    assert desk.panel.info.text().endswith("by anna")


def test_a_comment_decides_nothing(desk):
    desk.reviewer.set_comment("odd")
    assert desk.panel.info.text() == "Unreviewed"


def test_the_panel_tells_that_the_mask_is_no_longer_the_approved_one(desk):
    desk.context["threshold"] = "0.35"
    desk.reviewer.approve()
    desk.context["threshold"] = "0.60"
    desk.session.set_threshold(0.6)
    assert "threshold 0.35" in desk.panel.info.text()
    assert "by anna" in desk.panel.info.toolTip()
    desk.context["threshold"] = "0.35"
    desk.session.set_threshold(0.35)
    assert desk.panel.info.text().endswith("by anna")


def test_nothing_is_decided_about_a_study_that_is_not_on_screen(desk):
    desk.readable = False
    desk.session.select_study("B")
    desk.panel.states[ReviewState.APPROVED].click()
    desk.reviewer.set_blind(True)
    desk.panel.verdicts[Verdict.TUMOUR].click()
    assert "B" not in desk.kept()[0]
    assert desk.told[-1] == ("Decide once the study is on screen.", True)
    assert not desk.panel.states[ReviewState.APPROVED].isChecked()


def test_a_mask_that_is_still_growing_is_not_approved(desk):
    desk.session.drawer.segmenting = True
    assert not desk.reviewer.approve()
    assert desk.told[-1][1]
    desk.session.drawer.segmenting = False
    assert desk.reviewer.approve()


def test_where_reviews_are_not_to_be_had_a_mask_is_changed_without_a_word(desk):
    path = store_path(desk.folder / "reviews", desk.session.cohort)
    desk.reviewer.approve()
    desk.reviewer.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    desk.open()
    assert not desk.reviewer.available
    desk.told.clear()
    desk.session.set_removals((removal(1),))
    assert desk.told == []


def test_reviews_come_back_with_the_cohort(desk, make_desk):
    desk.reviewer.flag()
    desk.reviewer.set_difficulty(Difficulty.HARD)
    desk.reviewer.close()
    again = make_desk()
    again.open(root="/moved/elsewhere")
    assert again.reviewer.review("A").state is ReviewState.FLAGGED
    assert again.panel.difficulties[Difficulty.HARD].isChecked()
    assert again.panel.states[ReviewState.FLAGGED].isChecked()


def test_each_cohort_has_its_own_reviews(desk):
    desk.reviewer.approve()
    desk.open("A", "Z", root="/data/other")
    assert desk.reviewer.progress == (0, 2)
    desk.open()
    assert desk.reviewer.progress == (1, 4)


def test_a_folder_that_gained_a_study_keeps_its_reviews(desk):
    desk.reviewer.approve()
    desk.open(*KEYS, "E")
    assert desk.reviewer.review("A").state is ReviewState.APPROVED
    assert desk.reviewer.progress == (1, 5)
    assert ("The folder has other studies now; 1 review came along.", False) in desk.told


def test_no_decision_stays_behind_whichever_studies_come_and_go(desk):
    desk.open("A", "B")
    desk.reviewer.approve()
    desk.open("A", "B", "C")
    desk.session.select_study("B")
    desk.reviewer.flag()
    desk.reviewer.set_comment("two foci")
    desk.session.select_study("C")
    desk.reviewer.approve()
    desk.open("A", "B")
    assert desk.reviewer.review("B").state is ReviewState.FLAGGED
    assert desk.reviewer.review("B").comment == "two foci"
    assert desk.reviewer.progress == (2, 2)
    desk.reviewer.flag()
    desk.open("A", "B", "C")
    assert desk.reviewer.review("A").state is ReviewState.FLAGGED
    desk.open("A", "B")
    # C comes back beside another one
    desk.open(*KEYS)
    assert desk.reviewer.review("C").state is ReviewState.APPROVED
    assert desk.reviewer.progress == (3, 4)


def test_where_nothing_came_along_nothing_is_told(desk):
    desk.reviewer.approve()
    for _ in range(2):
        desk.open(*KEYS, "E")
        desk.open()
        assert desk.reviewer.progress == (1, 4)
    assert [sentence for sentence, _ in desk.told if "came along" in sentence] == [
        "The folder has other studies now; 1 review came along."
    ]


def test_a_former_file_that_cannot_be_read_is_told_and_tried_the_next_time(desk):
    desk.reviewer.approve()
    desk.reviewer.close()
    former = store_path(desk.folder / "reviews", desk.session.cohort)
    whole = former.read_bytes()
    former.write_bytes(b"x" * 9000)
    desk.open(*KEYS, "E")
    assert desk.told[-1][1]
    assert former.name in desk.told[-1][0]
    desk.session.select_study("B")
    desk.reviewer.flag()
    former.write_bytes(whole)
    desk.open(*KEYS, "E")
    assert desk.reviewer.review("A").state is ReviewState.APPROVED
    assert desk.reviewer.review("B").state is ReviewState.FLAGGED


def test_the_next_unreviewed_comes_after_the_one_on_screen_and_wraps(desk):
    order = ["C", "A", "D", "B"]
    assert desk.reviewer.next_unreviewed(order) == "D"
    for key in ("D", "B"):
        desk.session.select_study(key)
        desk.reviewer.approve()
    assert desk.reviewer.next_unreviewed(order) == "C"
    desk.session.select_study("C")
    desk.reviewer.approve()
    desk.session.select_study("A")
    assert desk.reviewer.next_unreviewed(order) == "A"
    desk.reviewer.approve()
    assert desk.reviewer.next_unreviewed(order) is None


def test_the_next_unreviewed_of_a_list_without_the_study_on_screen_is_its_first(desk):
    assert desk.reviewer.next_unreviewed(["C", "D"]) == "C"
    assert desk.reviewer.next_unreviewed([]) is None


def test_what_another_window_decides_is_taken_up(desk, make_desk):
    other = make_desk()
    other.open()
    desk.reviewer.approve()
    desk.reviewer.set_comment("clear border")
    other.reviewer.set_difficulty(Difficulty.EASY)
    assert desk.kept()[0]["A"].comment == "clear border"
    assert desk.kept()[0]["A"].difficulty is Difficulty.EASY
    desk.session.select_study("B")
    assert desk.reviewer.review("A").difficulty is Difficulty.EASY


def test_reviews_of_another_machine_are_taken_over(desk, make_desk, tmp_path):
    desk.reviewer.flag()
    desk.reviewer.export_copy(tmp_path / "copy.sqlite")
    desk.reviewer.set_state(ReviewState.UNREVIEWED)
    other = make_desk()
    other.open("A", "B", root="/there/lgg")
    assert other.reviewer.import_from(tmp_path / "copy.sqlite") == 1
    assert other.panel.states[ReviewState.FLAGGED].isChecked()


def test_without_a_cohort_nothing_is_decided(make_desk, tmp_path):
    made = make_desk()
    assert not made.reviewer.approve()
    assert made.reviewer.progress == (0, 0)
    assert not made.panel.pages.isEnabled()
    with pytest.raises(LggError, match="No cohort"):
        made.reviewer.export_copy(tmp_path / "copy.sqlite")


# what can go wrong


def test_what_cannot_be_written_is_told_and_holds_until_it_can(desk):
    folder = desk.folder / "reviews"
    folder.write_bytes(b"a file where the folder should be")
    desk.reviewer.approve()
    assert desk.told[-1][1]
    assert "reviews" in desk.told[-1][0]
    assert desk.reviewer.current.state is ReviewState.APPROVED
    folder.unlink()
    desk.session.select_study("B")
    desk.reviewer.flag()
    assert {key: review.state for key, review in desk.kept()[0].items()} == {
        "A": ReviewState.APPROVED,
        "B": ReviewState.FLAGGED,
    }


def test_what_cannot_be_written_outlives_a_change_of_cohort(desk):
    folder = desk.folder / "reviews"
    folder.write_bytes(b"a file where the folder should be")
    desk.reviewer.approve()
    desk.open("X", "Y", root="/data/other")
    assert desk.told[-1][1]
    assert "1 decision is not saved" in desk.told[-1][0]
    desk.open()
    assert desk.reviewer.review("A").state is ReviewState.APPROVED
    desk.open("X", "Y", root="/data/other")
    folder.unlink()
    desk.told.clear()
    desk.open("X", "Z", root="/data/third")
    assert desk.told == []
    desk.open()
    assert desk.kept()[0]["A"].state is ReviewState.APPROVED


def test_what_was_not_written_yet_comes_along_once_it_is(desk):
    folder = desk.folder / "reviews"
    folder.write_bytes(b"a file where the folder should be")
    desk.reviewer.approve()
    desk.open(*KEYS, "E")
    folder.unlink()
    for _ in range(2):
        desk.open(*KEYS, "E")
    assert desk.reviewer.review("A").state is ReviewState.APPROVED


def test_a_damaged_file_is_told_and_reviewing_goes_on(desk):
    desk.reviewer.approve()
    desk.reviewer.close()
    path = store_path(desk.folder / "reviews", desk.session.cohort)
    path.write_bytes(b"x" * 9000)
    desk.open()
    assert any("damaged" in sentence and failure for sentence, failure in desk.told)
    assert desk.reviewer.progress == (0, 4)
    desk.reviewer.flag()
    assert desk.kept()[0]["A"].state is ReviewState.FLAGGED


def test_a_file_of_a_newer_version_is_told_where_one_would_decide(desk):
    path = store_path(desk.folder / "reviews", desk.session.cohort)
    desk.reviewer.approve()
    desk.reviewer.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    desk.open()
    assert "newer version" in desk.panel.info.text()
    assert not desk.panel.pages.isEnabled()
    assert not desk.reviewer.approve()
    assert "newer version" in desk.told[-1][0]
    assert path.read_bytes() == before


# blind first


def test_a_prediction_stays_hidden_until_there_is_an_own_verdict(desk, qtbot):
    assert not desk.reviewer.hides_prediction
    with qtbot.waitSignal(desk.reviewer.blind_changed):
        desk.reviewer.set_blind(True)
    assert desk.reviewer.hides_prediction
    with qtbot.waitSignal(desk.reviewer.blind_changed):
        desk.reviewer.state_verdict(Verdict.TUMOUR)
    assert not desk.reviewer.hides_prediction
    desk.session.select_study("B")
    assert desk.reviewer.hides_prediction
    desk.session.select_study("A")
    assert not desk.reviewer.hides_prediction


def test_a_prediction_stays_hidden_where_no_verdict_can_be_kept(desk):
    path = store_path(desk.folder / "reviews", desk.session.cohort)
    desk.reviewer.approve()
    desk.reviewer.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    desk.reviewer.set_blind(True)
    desk.open()
    assert desk.reviewer.hides_prediction
    assert "newer version" in desk.panel.info.text()
    assert not desk.reviewer.approve()
    assert "newer version" in desk.told[-1][0]
    desk.reviewer.set_blind(False)
    assert not desk.reviewer.hides_prediction


def test_a_verdict_is_not_said_to_be_by_the_prediction_that_was_hidden(desk):
    desk.reviewer.set_blind(True)
    desk.reviewer.state_verdict("Tumour")
    desk.reviewer.approve()
    verdict, approval = (event.detail for event in desk.kept()[1])
    assert verdict["prediction"] == "withheld"
    assert not desk.context.keys() & verdict.keys()
    assert desk.context.items() <= approval.items()


def test_nobody_approves_what_is_hidden(desk):
    desk.reviewer.set_blind(True)
    assert not desk.reviewer.approve()
    assert "verdict first" in desk.told[-1][0]
    assert desk.reviewer.current.state is ReviewState.UNREVIEWED
    desk.reviewer.state_verdict("No tumour")
    assert desk.reviewer.approve()
    _, events = desk.kept()
    assert [(e.what, e.detail["to"], e.detail["blind-first"]) for e in events] == [
        ("Verdict", "No tumour", "on"),
        ("Approved", "Approved", "on"),
    ]
    assert events[0].when < events[1].when


def test_a_second_reader_is_blind_again(desk):
    desk.reviewer.set_blind(True)
    desk.reviewer.state_verdict("Tumour")
    desk.reviewer.set_name("ben")
    assert desk.reviewer.hides_prediction
    desk.reviewer.state_verdict("Unsure")
    assert [e.who for e in desk.kept()[1]] == ["anna", "ben"]
    desk.reviewer.set_name("anna")
    assert not desk.reviewer.hides_prediction
    desk.reviewer.state_verdict("No tumour")
    assert len(desk.kept()[1]) == 2


def test_what_others_said_is_hidden_until_the_own_verdict(desk):
    desk.reviewer.set_blind(True)
    desk.reviewer.state_verdict("Tumour")
    desk.reviewer.set_difficulty(Difficulty.HARD)
    desk.reviewer.set_comment("ring enhancement")
    assert desk.panel.verdict.text() == "Tumour"
    desk.reviewer.set_name("ben")
    panel = desk.panel
    assert (panel.verdict.text(), panel.verdict.toolTip(), panel.comment.toPlainText()) == ("", "", "")
    assert not panel.difficulties[Difficulty.HARD].isChecked()
    assert not panel.comment.isEnabled()
    desk.session.select_study("B")
    desk.session.select_study("A")
    desk.reviewer.state_verdict("Unsure")
    assert panel.comment.toPlainText() == "ring enhancement"
    desk.reviewer.set_name("anna")
    assert panel.verdict.text() == "Unsure (ben)"


def test_reader_and_way_of_reading_are_remembered(desk, make_desk):
    desk.reviewer.set_blind(True)
    desk.panel.reader.setText(" Dr. Berg ")
    desk.panel.reader.editingFinished.emit()
    again = Reviewer(Session(None), desk.settings, desk.folder, lambda _study: {})
    assert (again.name, again.blind) == ("Dr. Berg", True)
    again.set_name("")
    assert again.name


def test_a_name_that_is_still_being_typed_is_who_decides(desk, qtbot):
    desk.open()
    desk.panel.show()
    desk.panel.reader.setFocus()
    desk.panel.reader.selectAll()
    qtbot.keyClicks(desk.panel.reader, "ben")
    qtbot.mouseClick(desk.panel.states[ReviewState.APPROVED], Qt.MouseButton.LeftButton)
    assert [(e.who, e.what) for e in desk.kept()[1]][-1][0] == "ben"


# the panel


def test_the_panel_asks_for_the_verdict_first(desk):
    panel = desk.panel
    panel.blind.click()
    assert panel.pages.currentIndex() == 1
    panel.verdicts[Verdict.UNSURE].click()
    assert panel.pages.currentIndex() == 0
    assert desk.reviewer.current.verdict == Verdict.UNSURE
    assert panel.verdict.text() == "Unsure"


def test_buttons_decide_and_show_what_holds(desk):
    panel = desk.panel
    panel.states[ReviewState.APPROVED].click()
    assert desk.reviewer.current.state is ReviewState.APPROVED
    assert "Approved" in panel.info.text()
    assert "anna" in panel.info.text()
    panel.states[ReviewState.FLAGGED].click()
    assert not panel.states[ReviewState.APPROVED].isChecked()
    panel.states[ReviewState.UNREVIEWED].click()
    assert desk.reviewer.current.state is ReviewState.UNREVIEWED
    assert not any(button.isChecked() for button in panel.states.values())


def test_a_difficulty_pressed_again_is_taken_back(desk):
    button = desk.panel.difficulties[Difficulty.MEDIUM]
    button.click()
    assert desk.reviewer.current.difficulty is Difficulty.MEDIUM
    button.click()
    assert desk.reviewer.current.difficulty is Difficulty.NONE
    assert not button.isChecked()


def test_a_comment_is_kept_once_the_typing_pauses(desk, qtbot):
    qtbot.keyClicks(desk.panel.comment, "two foci")
    assert desk.reviewer.current.comment == ""
    qtbot.waitUntil(lambda: desk.reviewer.current.comment == "two foci", timeout=10_000)
    assert desk.kept()[0]["A"].comment == "two foci"


def leave_for_another_study(desk: Desk) -> None:
    desk.session.select_study("B")


def open_another_cohort(desk: Desk) -> None:
    desk.open("X", "Y", root="/data/other")


def close_the_reviewer(desk: Desk) -> None:
    desk.reviewer.close()


def close_the_window(desk: Desk) -> None:
    desk.panel.show()
    desk.panel.close()


@pytest.mark.parametrize("leave", [leave_for_another_study, open_another_cohort, close_the_reviewer, close_the_window])
def test_a_comment_just_typed_is_never_lost(desk, qtbot, leave):
    qtbot.keyClicks(desk.panel.comment, "two foci")
    leave(desk)
    desk.reviewer.close()
    desk.open()
    assert desk.reviewer.review("A").comment == "two foci"
    assert desk.reviewer.review("B").comment == ""
    assert desk.panel.comment.toPlainText() == "two foci"


def test_typing_goes_on_while_others_decide(desk, make_desk, qtbot):
    other = make_desk()
    other.open()
    other.reviewer.set_comment("theirs")
    qtbot.keyClicks(desk.panel.comment, "mine ")
    desk.reviewer.refresh()
    assert desk.panel.comment.toPlainText() == "mine "
    desk.panel.save_comment()
    assert [e.detail["to"] for e in desk.kept()[1]] == ["theirs", "mine"]


@pytest.fixture
def window(desk, qtbot):
    """The panel in a window whose shortcuts are single keys."""
    made = QMainWindow()
    image = QWidget()
    image.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.image, made.pressed = image, []
    middle = QWidget()
    row = QHBoxLayout(middle)
    row.addWidget(image)
    row.addWidget(desk.panel)
    made.setCentralWidget(middle)
    for key in ("Return", "N", "K", "Up", "Space", "Shift+K"):
        action = QAction(key, made)
        action.setShortcut(key)
        action.triggered.connect(lambda _checked=False, key=key: made.pressed.append(key))
        made.addAction(action)
    desk.panel.left.connect(image.setFocus)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    desk.panel.setParent(None)
    made.close()
    made.deleteLater()


def test_keys_belong_to_the_field_one_types_in(desk, window, qtbot):
    comment, reader = desk.panel.comment, desk.panel.reader
    comment.setFocus()
    qtbot.keyClicks(comment, "n kK")
    qtbot.keyClick(comment, Qt.Key.Key_Return)
    qtbot.keyClick(comment, Qt.Key.Key_Up)
    reader.setFocus()
    reader.selectAll()
    qtbot.keyClicks(reader, "Kn")
    qtbot.keyClick(reader, Qt.Key.Key_Return)
    assert window.pressed == []
    assert comment.toPlainText() == "n kK\n"
    assert desk.reviewer.name == "Kn"
    assert window.image.hasFocus()
    qtbot.keyClick(window.image, Qt.Key.Key_K)
    assert window.pressed == ["K"]


def test_escape_leaves_the_comment_and_keeps_it(desk, window, qtbot):
    desk.panel.comment.setFocus()
    qtbot.keyClicks(desk.panel.comment, "odd")
    qtbot.keyClick(desk.panel.comment, Qt.Key.Key_Escape)
    assert window.image.hasFocus()
    assert desk.reviewer.current.comment == "odd"


def test_every_control_has_a_name_and_its_place_in_the_tab_order(desk):
    panel = desk.panel
    controls = [
        *panel.states.values(),
        *panel.verdicts.values(),
        *panel.difficulties.values(),
        panel.comment,
        panel.reader,
        panel.blind,
    ]
    for control in controls:
        assert control.accessibleName() or control.text()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    for button in controls[:9]:
        assert not button.focusPolicy() & Qt.FocusPolicy.ClickFocus


def test_the_panel_fits_its_column_and_stands_still(desk, qtbot):
    panel = desk.panel
    panel.resize(PANEL_WIDTH, 230)
    panel.show()
    QApplication.processEvents()
    assert panel.minimumSizeHint().width() <= PANEL_WIDTH
    places = [button.mapTo(panel, button.rect().topLeft()) for button in panel.difficulties.values()]
    desk.reviewer.approve()
    desk.reviewer.set_blind(True)
    desk.session.select_study("B")
    QApplication.processEvents()
    assert places == [button.mapTo(panel, button.rect().topLeft()) for button in panel.difficulties.values()]

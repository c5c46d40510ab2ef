"""The cohort at a glance: told in words as well as drawn, honest about what is left out, one click from each study."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget

from lgg_viewer.core.pane import LAYOUTS
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.review import ReviewState, Verdict
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.gui.cohort.figures import gather
from lgg_viewer.gui.cohort.page import CohortPage
from tests.gui.answering import answer, shifted_truth
from tests.gui.made_cohort import MadeCohort


@pytest.fixture
def made(qapp, tmp_path):
    cohort = MadeCohort(tmp_path, 6)
    yield cohort
    cohort.end()


def dots_of(plot):
    return [spot.data() for spot in plot._dots.points()]


@pytest.fixture
def page(made, qtbot):
    """Four studies answered, the mask further beside the tumour in each; the page before an image."""
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    pages.image = QLabel("the image")
    pages.addWidget(pages.image)
    pages.resize(850, 720)
    page = CohortPage(made.session, made.summaries, made.reviewer, pages)
    made.data["P_5"] = made.read("P_5", truth=False)
    made.studies["P_5"] = replace(
        made.studies["P_5"], slices=tuple(replace(s, mask=None) for s in made.studies["P_5"].slices)
    )
    made.open()
    for n in range(4):
        made.answer(f"P_{n}", made.probability(f"P_{n}", doubtful=16, shift=n))
    qtbot.waitUntil(lambda: made.summaries.left == 0)
    pages.show()
    page.toggle()
    qtbot.waitUntil(lambda: page.figures is not None)
    return page


def test_it_tells_what_is_shown_and_what_is_left_out(page):
    assert "At threshold 0.50" in page.heading.text()
    assert "4 of 6 studies" in page.heading.text()
    assert "1 not segmented" in page.heading.text()
    assert "1 without ground truth" in page.heading.text()


def test_studies_that_the_model_was_trained_on_are_no_test_of_it(page, made):
    assert "trained on" not in page.heading.text()
    card = replace(made.session.card, training={"patients": ["p-0", "P_1", "P_5"]})
    told = gather(page._rows.all(), card).tell_left_out()
    assert "The model was trained on 2 of them: their Dice is no test of it." in told


def test_in_a_narrow_place_its_columns_stand_below_one_another_and_it_scrolls(page, qtbot):
    def tops() -> list[int]:
        return [title.mapTo(page.widget(), title.rect().topLeft()).y() for title in page.told]

    assert tops()[0] == tops()[1] < tops()[2]
    page._pages.resize(300, 400)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: tops() == sorted(set(tops())))
    qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)
    assert all(plot.height() >= plot.minimumHeight() for plot in page.plots)
    assert page.minimumSizeHint().width() < 200


def test_it_comes_to_rest_at_every_height(page, qtbot):
    """Where its text has three lines and no scroll bar is wanted with two, the bar must not come and go for ever."""

    class Counter(QObject):
        resized = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.resized += event.type() == QEvent.Type.Resize
            return False

    def pass_time() -> None:
        for _ in range(2):
            # what was laid out anew is seen before figures are gathered anew
            for _ in range(4):
                QApplication.processEvents()
            page.refresh()

    counter = Counter()
    page.viewport().installEventFilter(counter)
    page._settle.setInterval(3_600_000)
    page._pages.resize(220, 300)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() > 0)
    pass_time()
    whole = page.verticalScrollBar().maximum() + page.viewport().height()
    for height in range(whole - 40, whole + 40, 4):
        page._pages.resize(220, height)
        pass_time()
        counter.resized = 0
        pass_time()
        assert counter.resized == 0, height


def test_its_figures_are_those_of_the_studies(page):
    dice = [1, 7 / 8, 6 / 8, 5 / 8]
    assert page.told[0].text() == (
        f"median {np.median(dice):.3f}, quartiles {np.percentile(dice, 25):.3f} to "
        f"{np.percentile(dice, 75):.3f}, mean {np.mean(dice):.3f}"
    )
    # every mask is as large as its tumour
    assert page.told[2].text().startswith("n = 4, mean difference +0 vox, 95 % limits of agreement")
    assert [plot.accessibleDescription() for plot in page.plots] == [label.text() for label in page.told]


def test_it_follows_the_threshold(page, made, qtbot):
    made.session.set_threshold(0.7)
    qtbot.waitUntil(lambda: "At threshold 0.70" in page.heading.text())
    # sixteen voxels of each prediction are at 0.6
    assert "mean difference -16 vox" in page.told[2].text()


def test_post_processing_is_named_and_what_is_not_worked_out_yet_is_left_out(page, made, qtbot):
    made.session.set_post(PostProcessing(largest=True))
    qtbot.waitUntil(lambda: "largest component kept" in page.heading.text())
    assert "4 still being calculated" in page.heading.text()
    qtbot.waitUntil(lambda: "4 of 6 studies" in page.heading.text())


def test_the_worst_studies_are_listed_worst_first_and_open_at_a_click(page, made):
    listed = [page.worst.item(row, 0).text() for row in range(page.worst.rowCount())]
    assert listed == ["3", "2", "1", "0"]
    page.worst.cellClicked.emit(1, 0)
    assert made.session.state.study == "P_2"
    assert page._pages.currentWidget() is page._pages.image


def test_a_click_on_a_dot_opens_its_study(page, made, qtbot):
    plot = page.plots[0]
    dot = next(dot for dot in dots_of(plot) if dot.key == "P_3")
    place = plot.mapFromScene(
        plot.getViewBox().mapViewToScene(type(plot.getViewBox().viewRect().center())(dot.x, dot.y))
    )
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: made.session.state.study == "P_3")
    assert page._pages.currentWidget() is page._pages.image


def test_every_dot_has_a_name_to_be_hovered(page):
    for plot in page.plots:
        assert {dot.tip.partition(":")[0] for dot in dots_of(plot)} == {"0", "1", "2", "3"}


def test_escape_and_the_same_action_bring_the_image_back(page, qtbot):
    with qtbot.waitSignal(page.left):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page._pages.currentWidget() is page._pages.image
    page.toggle()
    assert page._pages.currentWidget() is page
    page.toggle()
    assert page._pages.currentWidget() is page._pages.image


def test_choosing_a_study_elsewhere_shows_its_image(page, made):
    made.session.select_study("P_4")
    assert page._pages.currentWidget() is page._pages.image


def test_millilitres_are_told_only_where_every_study_has_a_spacing(page, made, qtbot):
    made.session.set_spacing(["P_0", "P_1"], Spacing(1, 1, 5))
    page.refresh()
    assert page.figures.unit == "vox"
    made.session.set_spacing(["P_2", "P_3"], Spacing(1, 1, 5))
    page.refresh()
    assert page.figures.unit == "ml"
    assert "median prediction 0.3 ml" in page.told[1].text()


def test_what_a_blind_reader_must_not_see_is_left_out(page, made):
    made.reviewer.set_blind(True)
    made.show("P_1")
    made.reviewer.state_verdict(Verdict.TUMOUR)
    page.toggle()
    page.refresh()
    assert "3 hidden until your own verdict" in page.heading.text()
    assert [row.key for row in page.figures.rows] == ["P_1"]
    assert "too few for limits of agreement" in page.told[2].text()


def test_the_progress_of_the_review_is_told(page, made):
    made.show("P_1")
    made.reviewer.set_state(ReviewState.APPROVED)
    page.toggle()
    page.refresh()
    assert page.reviews.text() == "5 unreviewed · 1 approved · 0 flagged · 0 edited"


def test_without_any_answer_it_says_so(made, qtbot):
    pages = QStackedWidget()
    qtbot.addWidget(pages)
    pages.addWidget(QLabel("the image"))
    page = CohortPage(made.session, made.summaries, None, pages)
    made.open()
    pages.show()
    page.toggle()
    qtbot.waitUntil(lambda: page.figures is not None)
    assert page.told[0].text() == "No study has both a prediction and ground truth yet."
    assert "6 not segmented" in page.heading.text()


def test_an_empty_prediction_has_a_place_in_every_plot(page, made):
    empty = made.probability("P_4")
    made.answer("P_4", replace(empty, values=np.zeros_like(empty.values)))
    page.refresh()
    for plot in page.plots:
        assert "P_4" in {dot.key for dot in dots_of(plot)}
        assert all(np.isfinite((dot.x, dot.y)).all() for dot in dots_of(plot))


@given(arrays(np.float64, st.integers(0, 30), elements=st.floats(0, 1)), st.sampled_from([0.025, 0.1]))
def test_a_pile_of_dots_has_one_for_each_value_and_no_gap(values, step):
    from lgg_viewer.gui.cohort.plots import stack

    x, height = stack(values, step)
    assert len(x) == len(values)
    assert np.all(np.abs(x - values) <= step / 2 + 1e-6)
    for place in np.unique(x):
        assert sorted(height[x == place]) == list(range(np.count_nonzero(x == place)))


def test_choosing_panes_brings_the_image_back(opened, qtbot):
    window, session = opened.window, opened.session
    window.desk.toggle_cohort_page()
    assert window.cohort_page.isVisible()
    session.set_panes(session.state.panes.laid_out(LAYOUTS[1].views))
    assert not window.cohort_page.isVisible()


@pytest.fixture
def two_answered(opened, qtbot):
    """A program whose first two studies are answered, the second one worse, with the page before the image."""
    session, window = opened.session, opened.window
    keys = [drawer.study.key for drawer in session.drawers.all()[:2]]
    for key, by in zip(keys, (1, 9), strict=True):
        session.select_study(key)
        qtbot.waitUntil(lambda: session.volume is not None, timeout=20_000)
        answer(opened, shifted_truth(opened, by=by))
        qtbot.waitUntil(lambda key=key: opened.summaries.is_current(key), timeout=20_000)
    session.select_study(keys[1])
    window.activateWindow()
    window.desk.toggle_cohort_page()
    qtbot.waitUntil(lambda: window.cohort_page.worst.rowCount() == 2, timeout=20_000)
    return opened


def test_the_worst_studies_are_walked_and_opened_by_the_keys(two_answered, qtbot):
    session, page = two_answered.session, two_answered.window.cohort_page
    first, second = (drawer.study.key for drawer in session.drawers.all()[:2])
    z = session.state.z
    page.worst.setFocus(Qt.FocusReason.TabFocusReason)
    assert [row.key for row in page.figures.worst] == [second, first]
    qtbot.keyClick(page.worst, Qt.Key.Key_Down)
    assert (session.state.study, session.state.z) == (second, z)
    qtbot.keyClick(page.worst, Qt.Key.Key_Return)
    assert session.state.study == first
    assert not page.isVisible()
    assert two_answered.reviewer.progress[0] == 0


def test_nothing_is_decided_about_a_study_that_the_page_covers(two_answered, qtbot):
    window, page, reviewer = two_answered.window, two_answered.window.cohort_page, two_answered.reviewer
    deciding = [window.actions_table[key] for key in ("approve", "flag", "component-remove")]
    for focus in (page, page.worst, window.worklist.table):
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(focus, Qt.Key.Key_K)
    for focus in (page, window.worklist.table):
        focus.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert reviewer.progress[0] == 0
    assert not any(action.isEnabled() for action in deciding)
    panels = (window.panels.review, window.panels.components)
    assert not any(panel.isEnabled() for panel in panels)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert all(part.isEnabled() for part in (*deciding, *panels))
    qtbot.keyClick(window.canvas, Qt.Key.Key_K)
    assert reviewer.current.state is ReviewState.FLAGGED

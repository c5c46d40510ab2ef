"""Colours can be read in either theme; what is open follows a change of theme and text size; the image stays black."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

import lgg_viewer.gui.appearance as appearance_module
from lgg_viewer.gui.appearance import AS_DESKTOP, DARK_ALWAYS, LIGHT_ALWAYS, TEXT_SIZES
from lgg_viewer.gui.panels.threshold_curve import ThresholdCurve
from lgg_viewer.gui.panes.slice_bar import SliceBar
from lgg_viewer.gui.theme import CANVAS, DARK, FULL, LIGHT, apply_theme, now, px
from lgg_viewer.gui.welcome import WelcomePage
from tests.gui.answering import answer, shifted_truth
from tests.gui.docking import reveal
from tests.gui.settling import settle

READABLE, DISABLED = 4.5, 3.0
GROUNDS = ("surface", "raised", "sunken")
PAIRS = [
    *itertools.product(("text", "faint", "warning", "failure"), GROUNDS),
    # links, and words in the colour of a mask: on panels and in plots
    *itertools.product(("accent", "truth", "prediction"), ("surface", "sunken")),
    ("on_accent", "accent"),
    ("on_selected", "selected"),
]
ROLES = QPalette.ColorRole
WORDS = (
    (ROLES.WindowText, ROLES.Window),
    (ROLES.Text, ROLES.Base),
    (ROLES.Text, ROLES.AlternateBase),
    (ROLES.ButtonText, ROLES.Button),
    (ROLES.PlaceholderText, ROLES.Base),
    (ROLES.ToolTipText, ROLES.ToolTipBase),
    (ROLES.HighlightedText, ROLES.Highlight),
    (ROLES.Link, ROLES.Window),
    (ROLES.Link, ROLES.Base),
)


@pytest.fixture(autouse=True)
def _as_it_was(qapp):
    yield
    apply_theme(qapp)


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one, other) -> float:
    low, high = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


def pixels(image: QImage) -> np.ndarray:
    """Colours of a picture, shape (height, width, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    # the picture owns the memory, and is gone with this function
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@given(st.integers(0, 0xFFFFFF))
def test_the_contrast_measured_here_is_that_of_the_definition(value):
    colour = QColor(value)
    assert contrast(colour, colour) == pytest.approx(1)
    assert contrast(colour, "white") * contrast(colour, "black") == pytest.approx(21)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_can_be_read_on_their_grounds(theme, words, ground):
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= READABLE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_words_that_are_disabled_can_still_be_read(theme, ground):
    assert contrast(theme.disabled, getattr(theme, ground)) >= DISABLED


@pytest.mark.parametrize("words", ["text", "faint", "warning"])
def test_words_on_the_image_can_be_read(words):
    assert contrast(getattr(DARK, words), CANVAS) >= READABLE


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("words", "ground"), WORDS)
def test_what_qt_paints_by_itself_can_be_read(qapp, theme, words, ground):
    apply_theme(qapp, theme)
    palette = QApplication.palette()
    for group, least in ((QPalette.ColorGroup.Active, READABLE), (QPalette.ColorGroup.Inactive, READABLE)):
        assert contrast(palette.color(group, words), palette.color(group, ground)) >= least
    if words in (ROLES.WindowText, ROLES.Text, ROLES.ButtonText, ROLES.HighlightedText):
        group = QPalette.ColorGroup.Disabled
        assert contrast(palette.color(group, words), palette.color(group, ground)) >= DISABLED


@pytest.fixture
def answered(opened, qtbot):
    """A program with an answer on screen and its curve drawn."""
    return with_answer(opened, qtbot)


def with_answer(program, qtbot):
    answer(program, shifted_truth(program))
    reveal(program, "Study")
    qtbot.waitUntil(lambda: bool(program.window.findChildren(ThresholdCurve)), timeout=20_000)
    qtbot.waitUntil(lambda: program.curves.curve is not None, timeout=20_000)
    rest(program, qtbot)
    return program


def rest(program, qtbot):
    """Wait until no work is left, even what a panel begins after a moment."""
    settle(qtbot, program)
    qtbot.wait(300)  # the longest delay of a panel is shorter
    settle(qtbot, program)


@pytest.mark.parametrize("other", [LIGHT_ALWAYS, DARK_ALWAYS])
def test_a_window_that_changed_its_theme_looks_like_one_that_was_opened_in_it(
    answered, other, make_program, tiny_model, open_cohort, demo_cohort, qtbot
):
    changed = answered.window.desk.appearance
    if other == DARK_ALWAYS:
        changed.choose_theme(LIGHT_ALWAYS)
        rest(answered, qtbot)
    changed.choose_theme(other)
    rest(answered, qtbot)
    follows = pixels(answered.window.grab().toImage())
    answered.settings.save()
    answered.window.hide()
    fresh = make_program(tiny_model)
    open_cohort(fresh, demo_cohort)
    with_answer(fresh, qtbot)
    assert now() is (LIGHT if other == LIGHT_ALWAYS else DARK)
    opened_in_it = pixels(fresh.window.grab().toImage())
    # the status line says what happened last
    height = fresh.window.statusBar().y()
    differ = np.argwhere((follows != opened_in_it).any(axis=2)[:height])
    assert differ.size == 0, (differ.min(axis=0), differ.max(axis=0))


def test_the_image_stays_on_black_in_the_light_theme(answered, qtbot):
    session, window = answered.session, answered.window
    session.change_overlays(heat=True)
    dark = window.stage.grab().toImage()
    window.desk.appearance.choose_theme(LIGHT_ALWAYS)
    assert window.stage.grab().toImage() == dark
    assert dark.pixelColor(2, dark.height() // 2) == QColor(CANVAS)
    # the rest did change
    assert window.findChild(SliceBar).grab().toImage().pixelColor(1, 1) == QColor(LIGHT.surface)


def test_the_links_to_recent_cohorts_follow_too(program, tmp_path, qtbot):
    window = program.window
    page = window.findChild(WelcomePage)
    page.show_recent([tmp_path / "one", tmp_path / "two"])
    window.desk.appearance.choose_theme(LIGHT_ALWAYS)
    seen = {tuple(colour) for colour in pixels(page.grab().toImage()).reshape(-1, 3).tolist()}
    for colour, there in ((DARK.accent, False), (LIGHT.accent, True)):
        one = QColor(colour)
        assert ((one.red(), one.green(), one.blue()) in seen) is there


class Desktop(QObject):
    """Stands in for Qt's word on the desktop."""

    colorSchemeChanged = Signal(Qt.ColorScheme)  # noqa: N815

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        super().__init__()
        self.scheme = scheme

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:
        """The program may ask; this desktop has a will of its own."""

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


@pytest.fixture
def desktop(monkeypatch):
    desktop = Desktop(Qt.ColorScheme.Light)
    monkeypatch.setattr(appearance_module.QGuiApplication, "styleHints", lambda: desktop)
    return desktop


def test_the_window_follows_the_desktop_while_that_is_wanted_and_no_longer(desktop, program):
    appearance = program.window.desk.appearance
    assert now() is DARK
    appearance.choose_theme(AS_DESKTOP)
    assert now() is LIGHT
    desktop.turn(Qt.ColorScheme.Dark)
    assert now() is DARK
    desktop.turn(Qt.ColorScheme.Light)
    assert now() is LIGHT
    desktop.turn(Qt.ColorScheme.Unknown)
    assert now() is DARK
    appearance.choose_theme(DARK_ALWAYS)
    desktop.turn(Qt.ColorScheme.Light)
    assert now() is DARK


def test_theme_and_text_size_are_there_at_the_next_start(make_program, tiny_model):
    first = make_program(tiny_model).window.desk
    first.appearance.choose_theme(LIGHT_ALWAYS)
    first.appearance.choose_text_size(150)
    first.settings.save()
    apply_theme(QApplication.instance())
    make_program(tiny_model)
    assert now() is LIGHT
    assert px(100) == 150


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *(("theme", text) for text in ('"purple"', "3", "null", "{", "[1]", "\x00", '"DARK"', "true")),
        *(("text size", text) for text in ('"large"', "101", "true", "1e999", "[]", "{", "-100", "0")),
        *(("agreement colours", text) for text in ('"none of them"', "1")),
        *(("heat colours", text) for text in ('"none of them"', "null")),
        *(("language", text) for text in ('"Klingon"', "7")),
    ],
)
def test_a_broken_setting_costs_one_warning_and_its_default(make_program, tiny_model, tmp_path, caplog, key, text):
    kept = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue(key, text)
    kept.sync()
    program = make_program(tiny_model)
    program.window.desk.show_settings()
    assert (now(), px(100)) == (DARK, 100)
    warned = [record for record in caplog.records if key in record.getMessage()]
    assert len(warned) == 1
    assert key in program.settings.tell_broken()


def test_text_grows_and_shrinks_by_steps_up_to_the_ends(program):
    window, appearance = program.window, program.window.desk.appearance
    size = QFontInfo(QApplication.font()).pixelSize()
    for _ in TEXT_SIZES:
        window.actions_table["text-larger"].trigger()
    assert appearance.text_size == TEXT_SIZES[-1]
    assert not window.actions_table["text-larger"].isEnabled()
    assert QFontInfo(window.worklist.search.font()).pixelSize() == pytest.approx(2 * size, abs=1)
    for _ in TEXT_SIZES:
        window.actions_table["text-smaller"].trigger()
    assert appearance.text_size == TEXT_SIZES[0]
    assert not window.actions_table["text-smaller"].isEnabled()
    window.actions_table["text-as-desktop"].trigger()
    assert appearance.text_size == FULL
    assert QFontInfo(window.worklist.search.font()).pixelSize() == size


def cut(window: QWidget) -> list[tuple[str, str]]:
    """Name the labels and buttons in sight that have less room than their words need."""
    found = []
    for widget in window.findChildren(QWidget):
        # a toolbar puts away whole what it has no room for; the page inside a panel is scrolled
        if widget.visibleRegion().isEmpty() or isinstance(widget.parent(), QToolBar):
            continue
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        elides = widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored
        # Qt asks for a button with a menu to have room for an arrow, which is not painted here
        bare = isinstance(widget, QToolButton)
        least = widget.fontMetrics().horizontalAdvance(widget.text()) if bare else widget.minimumSizeHint().width()
        if not wraps and not elides and widget.width() < least:
            found.append((widget.text(), "width"))
        needed = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        if widget.height() < needed and not elides:
            found.append((widget.text(), "height"))
    return found


@pytest.mark.parametrize("percent", [80, 100, 150, 200])
def test_no_word_is_cut_off_at_any_text_size(answered, percent, qtbot):
    window = answered.window
    window.resize(1600, 1000)
    window.desk.appearance.choose_text_size(percent)
    for titles in (("Numbers", "Review"), ("Agreement", "Show"), ("Components", "Study"), ("Numbers", "Histogram")):
        for title in titles:
            reveal(answered, title)
        qtbot.waitUntil(lambda: not cut(window), timeout=20_000)


def test_columns_of_panels_widen_and_narrow_with_their_text(answered, qtbot):
    window = answered.window
    window.resize(1900, 1000)
    docks = [window.docks["Worklist"], window.docks["Threshold"]]
    qtbot.wait(50)
    before = [dock.width() for dock in docks]
    window.desk.appearance.choose_text_size(150)
    qtbot.waitUntil(lambda: [d.width() for d in docks] == [pytest.approx(1.5 * w, abs=4) for w in before])
    window.desk.appearance.choose_text_size(100)
    qtbot.waitUntil(lambda: [d.width() for d in docks] == [pytest.approx(w, abs=4) for w in before])


def test_the_rows_of_the_slice_bar_grow_with_their_names(answered, qtbot):
    bar = answered.window.findChild(SliceBar)
    height, z = bar.height(), answered.session.state.slices // 2
    answered.window.desk.appearance.choose_text_size(200)
    assert bar.height() == 2 * height
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar._column(z).center().toPoint())
    assert answered.session.state.z == z

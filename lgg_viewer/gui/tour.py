"""Five things to know, pointed at one after another on the window itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from lgg_viewer.gui.shortcuts import Shortcuts
from lgg_viewer.gui.theme import GRID, now, px, set_lettering, set_tone
from lgg_viewer.words import mark, tr

WIDTH = 328
# of the point at the side that looks at the target
TIP = 10


@dataclass(frozen=True)
class Step:
    """One bubble.

    Attributes
    ----------
    targets : tuple of str
        Object names, or accessible names in English; it points at the first of these widgets that is in sight.
    title, text : str
        `{action}` in the text stands for the first key of that action.
    """

    targets: tuple[str, ...]
    title: str
    text: str


STEPS = (
    Step(
        ("Worklist",),
        mark("The studies"),
        mark(
            "One row per study. Click one to see it; {study-next} goes to the next. Type into the search field to find "
            "one, click a heading to sort."
        ),
    ),
    Step(
        (mark("Slice"),),
        mark("The image"),
        mark(
            "Wheel: slice. Left drag: window and level. Right drag: zoom, or Ctrl and wheel. Middle drag: pan. "
            "{fit} fits the slice again."
        ),
    ),
    Step(
        ("Threshold",),
        mark("The threshold"),
        mark(
            "{segment-study} segments the study. Then drag here, or press {threshold-down} and {threshold-up}: mask, "
            "volume and Dice update at once."
        ),
    ),
    Step(
        ("Show", "Agreement", "prediction"),
        mark("Overlays"),
        mark(
            "{truth} ground truth, {prediction} prediction, {heat} probability, {agreement} where the two agree, "
            "{hidden} hides all. Hold Space to peek underneath."
        ),
    ),
    Step(
        ("Review",),
        mark("Your verdict"),
        mark("Approve, flag and comment here. {palette} finds everything else, and {help} shows all keys."),
    ),
)


class Tour(QObject):
    """Shows one bubble after another; the window stays in use underneath."""

    def __init__(self, window: QMainWindow, shortcuts: Shortcuts, steps: Sequence[Step] = STEPS) -> None:
        super().__init__(window)
        self._window = window
        self._shortcuts = shortcuts
        self._frame = _Frame(window)
        self.bubble = Bubble(window)
        self.bubble.next.clicked.connect(self.go_on)
        self.bubble.skip.clicked.connect(self.end)
        self._steps = [step for step in steps if _target(window, step) is not None]
        self._number = -1
        window.installEventFilter(self)
        self.go_on()

    def go_on(self) -> None:
        """Show the next step that has something to point at, or end."""
        self._number += 1
        while self._number < len(self._steps) and _target(self._window, self._steps[self._number]) is None:
            self._number += 1
        if self._number >= len(self._steps):
            self.end()
            return
        step, last = self._steps[self._number], self._number == len(self._steps) - 1
        count = tr("{number} of {count}", number=self._number + 1, count=len(self._steps))
        self.bubble.tell(tr(step.title), self._with_keys(tr(step.text)), count, last=last)
        self._place()
        self.bubble.setFocus()

    def end(self) -> None:
        """Take everything away, and give the keys back to the image."""
        self._window.removeEventFilter(self)
        image = _named(self._window, "Slice")
        if image is not None:
            image.setFocus()
        for thing in (self.bubble, self._frame, self):
            thing.deleteLater()
        self.bubble.hide()
        self._frame.hide()

    def _with_keys(self, text: str) -> str:
        for part in {word.partition("}")[0] for word in text.split("{")[1:]}:
            text = text.replace(f"{{{part}}}", self._shortcuts.first(part) or tr("(no key)"))
        return text

    def _place(self) -> None:
        target = _target(self._window, self._steps[self._number])
        if target is None:
            self.go_on()
            return
        at = QRect(target.mapTo(self._window, QPoint()), target.size())
        self._frame.setGeometry(at)
        self.bubble.point_at(at)
        for widget in (self._frame, self.bubble):
            widget.show()
            widget.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay with the target while the window changes its size or its panels."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return False


class _Frame(QWidget):
    """A line around what is pointed at; the mouse goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(QPen(QColor(now().accent), 2))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class Bubble(QWidget):
    """A few sentences with two buttons; Enter goes on, Esc skips, while it has the keys."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._window = window
        self._tip = 0
        self._title = QLabel()
        set_lettering(self._title, "strong")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._count = QLabel()
        set_tone(self._count, "faint")
        self.next, self.skip = QPushButton(), QPushButton(tr("Skip"))
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        for button in (self.skip, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID + TIP, GRID + 4, 2 * GRID + TIP, GRID + 4)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(row)

    @property
    def _width(self) -> int:
        return px(WIDTH)

    def _measure(self) -> None:
        self.setFixedWidth(self._width)
        self.setFixedHeight(self._column.heightForWidth(self._width))

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._measure()

    def tell(self, title: str, text: str, count: str, *, last: bool) -> None:
        """Show a step."""
        self._title.setText(title)
        self._text.setText(text)
        self._count.setText(count)
        self.next.setText(tr("Done") if last else tr("Next"))
        self.skip.setVisible(not last)
        self.setAccessibleName(tr("Tour, {count}: {title}", count=count, title=title))
        self.setAccessibleDescription(text)
        self._measure()

    def point_at(self, target: QRect) -> None:
        """Stand beside a place of the window, on the side with more room; at its foot where there is none."""
        window = self._window.rect()
        right, left = window.right() - target.right(), target.left()
        self._tip = 0 if max(right, left) < self._width else -1 if right >= left else 1
        if self._tip:
            x = target.right() + 1 if self._tip < 0 else target.left() - self._width
            y = target.top() + GRID
        else:
            x, y = target.center().x() - self._width // 2, target.bottom() - self.height() - 4 * GRID
        x = min(max(x, window.left()), window.right() - self._width)
        self.move(x, min(max(y, 0), window.bottom() - self.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground it stands on, and the point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(now().accent), 1.5))
        painter.setBrush(QColor(now().raised))
        ground = QPainterPath()
        body = QRectF(self.rect()).adjusted(TIP, 1, -TIP, -1)
        ground.addRoundedRect(body, 6, 6)
        if self._tip:
            side = body.left() if self._tip < 0 else body.right()
            point = QPainterPath(QPointF(side, 2 * GRID))
            point.lineTo(side + self._tip * (TIP - 1), 2 * GRID + TIP)
            point.lineTo(side, 2 * GRID + 2 * TIP)
            ground = ground.united(point)
        painter.drawPath(ground)

    def event(self, event: QEvent) -> bool:
        """Claim Enter and Esc before the window's shortcuts do."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if event.type() == QEvent.Type.KeyPress:
                skip = event.key() == Qt.Key.Key_Escape or self.skip.hasFocus()
                (self.skip if skip else self.next).click()
            event.accept()
            return True
        return super().event(event)


def _named(window: QMainWindow, name: str) -> QWidget | None:
    """Return the widget of this object or accessible name that is in sight."""
    for widget in window.findChildren(QWidget):
        called = widget.objectName() == name or widget.accessibleName() == tr(name)
        if called and not widget.visibleRegion().isEmpty():
            return widget
    return None


def _target(window: QMainWindow, step: Step) -> QWidget | None:
    return next((widget for name in step.targets if (widget := _named(window, name)) is not None), None)

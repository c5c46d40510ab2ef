"""Where the reader was: kept while the program runs, and gone back to at the next start."""

import os
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from lgg_viewer.core.display import Display, Overlays
from lgg_viewer.core.pane import Painted, Panes, PaneView
from lgg_viewer.core.plane import Plane
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Channel
from lgg_viewer.core.view_state import MAX_ZOOM, MIN_ZOOM, Viewport
from lgg_viewer.core.window import Window
from lgg_viewer.gui.loader import Loader
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.io.card_fields import take_post_processing
from lgg_viewer.words import tr

KEEP_AFTER_MS = 2000
# beyond all that 16 bits can store, and that a window can be dragged to
MOST_GREY = 1 << 18


class LastPlace(QObject):
    """Keeps in the settings where the reader is, and how the reader looks at it.

    That is cohort, study, slice, viewport, threshold and post-processing, sequence, window, overlays and layout, and
    the spacings that were given to studies of this cohort.

    What has changed is on the disk two seconds later: a crash costs no more than that.
    """

    def __init__(self, session: Session, loader: Loader, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._loader = loader
        self._settings = settings
        self._wanted: dict[str, Any] = {}
        self._timer = QTimer(self, interval=KEEP_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.keep)

    def begin(self) -> None:
        """Keep the place from now on."""
        session = self._session
        for signal in (
            session.study_changed,
            session.slice_changed,
            session.image_changed,
            session.viewport_changed,
            session.overlays_changed,
            session.threshold_changed,
            session.post_changed,
            session.panes_changed,
            session.spacing_changed,
        ):
            signal.connect(self._soon)

    def end(self) -> None:
        """Keep what has changed since the place was last kept."""
        if self._timer.isActive():
            self._timer.stop()
            self.keep()

    def is_in(self, folder: Path) -> bool:
        """Whether the reader was in this cohort at the end."""
        place: dict[str, Any] = self._settings.read("last place", {}, _is_sound)
        try:
            # the same folder has many names: with `..` in it, through a link
            return bool(place) and Path(place["cohort"]).samefile(folder)
        except (OSError, ValueError):  # gone, or no name of a file at all
            return False

    def go_back(self) -> bool:
        """Go to where the reader was at the end; return whether there is such a place.

        Of a cohort that is gone, a sentence tells.
        """
        place: dict[str, Any] = self._settings.read("last place", {}, _is_sound)
        if not place:
            return False
        root = str(place["cohort"])
        # unlike Path.is_dir, which raises for a drive that has gone away
        if not os.path.isdir(root):  # noqa: PTH112
            self._session.noticed.emit(tr("The last cohort was not found: {folder}.", folder=root), True)
            return False
        self._wanted = place
        self._loader.opened.connect(self._on_opened)
        self._loader.open_folder(Path(root))
        return True

    def keep(self) -> None:
        """Write down the place."""
        session, state = self._session, self._session.state
        if session.cohort is None:
            return
        overlays = {name: value for name, value in vars(state.overlays).items() if isinstance(value, bool | float)}
        place = {
            "cohort": str(session.cohort.root),
            "study": state.study,
            "slice": state.z,
            "zoom": state.viewport.zoom,
            "centre": list(state.viewport.centre),
            "threshold": state.threshold,
            "post_processing": asdict(state.post),
            "model": _model(session),
            "display": state.display.value,
            "overlays": overlays,
            "panes": [_record(view) for view in state.panes.views],
            "inverted": state.inverted,
            # stored values mean another thing in each study: a window is told beside the automatic one
            "windows": {c.name: astuple(w) + astuple(state.auto_windows[c]) for c, w in state.windows.items()},
            "spacings": {
                study.key: astuple(spacing)
                for study in session.cohort.studies
                if (spacing := session.spacing_of(study.key)) is not None
            },
        }
        self._settings.write("last place", place)
        self._settings.save()

    def _soon(self) -> None:
        # not begun anew by each change: while the reader scrolls on and on, the place is kept all the same
        if not self._timer.isActive():
            self._timer.start()

    def _on_opened(self, root: Path) -> None:
        self._loader.opened.disconnect(self._on_opened)
        place, session = self._wanted, self._session
        if str(root) != place["cohort"]:
            return  # the reader has opened something else in the meantime
        session.set_display(Display(place["display"]))
        session.set_panes(session.state.panes.laid_out(_views(place.get("panes"))))
        session.set_viewport(Viewport(place["zoom"], tuple(place["centre"])))
        session.change_overlays(**_overlays(place["overlays"]))
        if place["model"] == _model(session):
            session.set_threshold(place["threshold"])
            session.set_post(_post(place, session.state.post))
        chosen, automatic = _windows(place.get("windows"))
        session.change_image(windows=chosen, auto_windows=automatic, inverted=place.get("inverted") is True)
        for spacing, keys in _spacings(place.get("spacings")).items():
            session.set_spacing(keys, spacing)
        if session.drawers.find(place["study"]) is not None:
            session.select_study(place["study"])
            session.go_to_slice(place["slice"])


def _model(session: Session) -> str:
    return session.card.sha256 if session.card is not None else ""


def _record(view: PaneView) -> dict[str, Any]:
    display = view.display.value if view.display is not None else None
    return {
        "plane": view.plane.value,
        "display": display,
        "painted": view.painted.value,
        "threshold": view.threshold,
    }


def _views(kept: Any) -> tuple[PaneView, ...]:
    """Return the panes that were kept; one where none were, or what this version does not know."""
    try:
        views = tuple(
            PaneView(
                Plane(view["plane"]),
                None if view["display"] is None else Display(view["display"]),
                Painted(view["painted"]),
                view["threshold"],
            )
            for view in kept
        )
        if all(view.threshold is None or _is_number(view.threshold, 0, 1) for view in views):
            return Panes(views).views
    except (KeyError, TypeError, ValueError):
        pass
    return Panes().views


def _post(place: dict[str, Any], otherwise: PostProcessing) -> PostProcessing:
    """Return the post-processing that was kept, or another where none was, or what this version does not know."""
    try:
        return take_post_processing(place) if "post_processing" in place else otherwise
    except ValueError:
        return otherwise


def _windows(kept: Any) -> tuple[dict[Channel, Window], dict[Channel, Window]]:
    """Return the windows that were kept, and the automatic ones of the same study; none where either is unsound."""
    try:
        found = {Channel[name]: tuple(figures) for name, figures in kept.items()}
        if all(_is_number(figure, -MOST_GREY, MOST_GREY) for figures in found.values() for figure in figures):
            return (
                {c: Window(width, level) for c, (width, level, _, _) in found.items()},
                {c: Window(width, level) for c, (_, _, width, level) in found.items()},
            )
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return {}, {}


def _spacings(kept: Any) -> dict[Spacing, list[str]]:
    """Return the studies to which a spacing was given, by spacing; none where one is unsound."""
    found: dict[Spacing, list[str]] = {}
    try:
        for key, sides in kept.items():
            found.setdefault(Spacing(*sides), []).append(key)
    except (AttributeError, TypeError, ValueError):
        return {}
    return found


def _overlays(kept: dict[str, Any]) -> dict[str, Any]:
    """Return what can be taken over; overlays hidden by a key that nobody remembers having pressed are shown."""
    return {name: kept[name] for name in vars(Overlays()) if name in kept and name != "hidden"}


def _is_sound(place: dict[str, Any]) -> bool:
    """Whether every value is of the kind that `keep` writes."""
    if not place:
        return True
    try:
        names = [place["cohort"], place["study"], place["model"]]
        x, y = place["centre"]
        plain = vars(Overlays())
        overlays = {name: place["overlays"].get(name, value) for name, value in plain.items()}
        Display(place["display"])
        return (
            all(isinstance(name, str) for name in names)
            and all(_is_number(share, 0, 1) for share in (x, y, place["threshold"], overlays.pop("opacity")))
            and _is_number(place["zoom"], MIN_ZOOM, MAX_ZOOM)
            and type(place["slice"]) is int
            and all(type(value) is type(plain[name]) for name, value in overlays.items())
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _is_number(value: object, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most

"""The single source of truth of a window: what is open and shown, and signals of what changes.

Widgets call intents and listen to narrow signals. The next state is computed by a pure move of `ViewState`; only what
differs is signalled, and an equal state sends no signal.
"""

from dataclasses import replace

from lgg_viewer.core.averaging import Averaging
from lgg_viewer.core.display import Display
from lgg_viewer.core.pane import Panes
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Cohort
from lgg_viewer.core.threshold_table import ThresholdTable
from lgg_viewer.core.thumbnail import Thumbnail
from lgg_viewer.core.view_state import Viewport, ViewState
from lgg_viewer.gui.drawers import Drawer, Drawers
from lgg_viewer.gui.on_screen import OnScreen
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.jobs.survey import Survey
from lgg_viewer.jobs.tasks import Answer, LoadedStudy


class Session(OnScreen):
    """State of one window."""

    # intents

    def select_study(self, key: str) -> None:
        """Put a study on screen."""
        drawer = self.drawers.find(key)
        if drawer is None or key == self.state.study:
            return
        if drawer.complete:
            self.drawers.visit(key, on_screen=key)
            self._show(drawer)
        else:
            slices = len(drawer.study.slices)
            self._become(replace(self.state, study=key, slices=slices, z=_first_slice(drawer, slices)))

    def go_to_slice(self, z: int) -> None:
        """Show a slice, 0-based, or the nearest that exists."""
        self._become(self.state.at_slice(z))
        if self.drawer is not None:
            self.drawer.z = self.state.z

    def set_display(self, display: Display) -> None:
        """Show another sequence, or the three as RGB."""
        self._become(self.state.with_display(display))

    def drag_window(self, d_width: float, d_level: float, display: Display | None = None) -> None:
        """Widen and shift the window of what is shown, or of what one pane shows."""
        self._become(self.state.with_window(d_width, d_level, display))

    def change_image(self, **changes: object) -> None:
        """Change how the image is shown; the names are `windows`, `auto_windows` and `inverted` of `ViewState`."""
        self._become(replace(self.state, **changes))  # type: ignore[arg-type]

    def set_viewport(self, viewport: Viewport) -> None:
        """Show another part of the slice."""
        self._become(replace(self.state, viewport=viewport))

    def set_panes(self, panes: Panes) -> None:
        """Show other things beside one another."""
        self._become(replace(self.state, panes=panes))

    def move_cross(self, voxel: tuple[int, int, int]) -> None:
        """Put the crosshair on a voxel (slice, row, column), or the nearest that exists."""
        if self.volume is not None and self.drawer is not None:
            self._become(self.state.at_voxel(voxel, self.volume.shape))
            self.drawer.z = self.state.z

    def change_overlays(self, **changes: object) -> None:
        """Switch overlays; the names are those of `Overlays`."""
        self._become(replace(self.state, overlays=replace(self.state.overlays, **changes)))  # type: ignore[arg-type]

    def change_opacity(self, delta: float) -> None:
        """Raise or lower the opacity of fill and heat."""
        self._become(self.state.with_opacity(delta))

    def set_peek(self, peek: bool) -> None:
        """Hide the overlays for the moment, or show them again."""
        self._become(replace(self.state, peek=peek))

    def set_threshold(self, threshold: float) -> None:
        """Move the threshold."""
        self._become(self.state.at_threshold(threshold))

    def set_post(self, post: PostProcessing) -> None:
        """Change the post-processing of the prediction."""
        self._become(replace(self.state, post=post))

    def set_removals(self, removals: tuple[Removal, ...]) -> None:
        """Leave components out of the prediction of the study on screen; an empty tuple brings all back."""
        if self.drawer is not None:
            former, self.drawer.removals = self.drawer.removals, removals
            self.mask_changed.emit()
            self.removals_changed.emit(former)
            self.summary_changed.emit(self.state.study)

    def withhold(self, withheld: bool) -> None:
        """Keep the prediction of the study on screen from the reader, or show it."""
        if withheld != self.withheld:
            self.withheld = withheld
            self.prediction_changed.emit()

    def set_spacing(self, keys: list[str], spacing: Spacing | None) -> None:
        """Set the voxel spacing of studies, or remove it."""
        for key in keys:
            if spacing is None:
                self._spacings.pop(key, None)
            else:
                self._spacings[key] = spacing
        self._note_spacings()
        self.spacing_changed.emit()

    def _note_spacings(self) -> None:
        """Keep whether all have one: each row of the worklist asks, and there may be a thousand."""
        studies = self.cohort.studies if self.cohort is not None else ()
        self.all_spaced = bool(studies) and all(study.key in self._spacings for study in studies)

    def set_card(self, card: ModelCard | None) -> None:
        """Take another model; answers of the former one leave the screen (the disk cache keeps them)."""
        self.own_card, self.card = card, self._as_wanted(card)
        self.drawers.forget_answers(self.asked)
        if card is not None:
            self._become(replace(self.state.at_threshold(card.threshold), post=card.post))
        self._tell_card()

    def set_second_card(self, card: ModelCard) -> None:
        """Take another model to compare with the one in use."""
        self.own_second_card, self.second_card = card, self._as_wanted(card)
        self._second = None
        # a pane names the model even where it had no answer
        self.prediction_changed.emit()

    def set_averaging(self, averaging: Averaging) -> None:
        """Switch mirror averaging; a change drops the answers, as another model does."""
        self.averaging = averaging
        card, second = self._as_wanted(self.own_card), self._as_wanted(self.own_second_card)
        if second != self.second_card:
            self.second_card = second
            self.put_second(None)
        if card != self.card:
            self.card = card
            self.drawers.forget_answers(self.asked)
            self._tell_card()

    def _as_wanted(self, card: ModelCard | None) -> ModelCard | None:
        """Return a card in the way the reader wants it used."""
        if card is None:
            return None
        return replace(card, flip_averaging=self.averaging.applied_to(card.flip_averaging))

    def _tell_card(self) -> None:
        self.card_changed.emit()
        self.prediction_changed.emit()
        for drawer in self.drawers.all():
            self.summary_changed.emit(drawer.study.key)

    # what the jobs bring

    def put_cohort(self, cohort: Cohort) -> None:
        """Take a cohort that was read, and show its first study."""
        self.generation += 1
        if self.cohort is None or self.cohort.root != cohort.root:
            self._spacings = {}
        self.cohort = cohort
        self._note_spacings()
        self.drawers = Drawers(cohort.studies, self.asked, self._deletions)
        self.state = replace(self.state, study="", slices=0, z=0)
        self.cohort_changed.emit()
        self.select_study(cohort.studies[0].key)

    def put_loaded(self, key: str, loaded: LoadedStudy) -> None:
        """Store the pixels of a study, and show them if it is the one on screen."""
        drawer = self.drawers[key]
        drawer.loaded, drawer.failure = loaded, ""
        # requested under another model: it is read again when it comes on screen
        drawer.stale = loaded.answer is not None and not self._is_current(loaded.answer)
        kept = drawer.answer if drawer.answer is not None and self._fits(drawer, drawer.answer) else None
        if not drawer.segmenting:
            # a table that outlived its map must go with it: it can be shown no more
            answer = kept or (None if drawer.stale else loaded.answer)
            drawer.answer, drawer.table = answer, answer.table if answer else None
        self.drawers.visit(key, on_screen=self.state.study)
        self.put_survey(key, loaded.survey)
        if key == self.state.study:
            self._show(drawer)

    def put_survey(self, key: str, found: Survey) -> None:
        """Store the survey of a study's pixels; a thumbnail already set for the same pixels is kept."""
        drawer = self.drawers[key]
        if drawer.survey is not None and drawer.survey.volume_sha256 == found.volume_sha256:
            found = replace(found, thumbnail=drawer.survey.thumbnail)
        drawer.survey = found
        self.summary_changed.emit(key)

    def put_thumbnail(self, key: str, thumbnail: Thumbnail) -> None:
        """Store a better thumbnail of a surveyed study."""
        drawer = self.drawers[key]
        if drawer.survey is not None:
            drawer.survey = replace(drawer.survey, thumbnail=thumbnail)
            self.summary_changed.emit(key)

    def put_table(self, key: str, table: ThresholdTable) -> None:
        """Store the counts of an answer that is in the disk cache; its map is read when the study is shown."""
        self.drawers[key].table = table
        self.summary_changed.emit(key)

    def put_failure(self, key: str, sentence: str) -> None:
        """Store why a study cannot be read."""
        self.drawers[key].failure = sentence
        self.summary_changed.emit(key)
        if key == self.state.study:
            self.study_loaded.emit()

    def put_answer(self, key: str, answer: Answer | None) -> None:
        """Store an answer in the drawer of its study, whatever is on screen; None removes it."""
        drawer = self.drawers[key]
        if answer is not None and not (self._is_current(answer) and self._fits(drawer, answer)):
            return
        drawer.answer, drawer.table = answer, answer.table if answer else None
        if answer is not None:
            self.drawers.visit(key, on_screen=self.state.study)
        if key == self.state.study:
            self.prediction_changed.emit()
        self.summary_changed.emit(key)

    def put_second(self, answer: Answer | None, *, whole: bool = True) -> None:
        """Show the second model's answer to the pixels on screen, or the part that has come; None removes it."""
        fits = answer is None or (self.volume is not None and self.volume.sha256 == answer.volume_sha256)
        if fits and (answer is not self._second or whole != self._second_whole):
            self._second, self._second_whole = answer, whole
            self.prediction_changed.emit()

    def _is_current(self, answer: Answer) -> bool:
        """Whether an answer is of the model in use, with averaging as it is set now."""
        return (answer.probability.model, answer.probability.averaged) == self.asked

    def _fits(self, drawer: Drawer, answer: Answer) -> bool:
        """Whether an answer is to the very pixels that are loaded; files can change between two readings."""
        return drawer.loaded is None or drawer.loaded.data.volume.sha256 == answer.volume_sha256

    def _show(self, drawer: Drawer) -> None:
        """Put a loaded study on screen, at its own slice; all else stays as the reader set it."""
        assert drawer.loaded is not None
        volume = drawer.loaded.data.volume
        self._second = None
        state = replace(
            self.state.with_auto_windows(drawer.loaded.windows),
            study=drawer.study.key,
            slices=volume.shape[0],
            largest=255.0 if volume.pixels.dtype.itemsize == 1 else float(max(volume.pixels.max(), 1)),
            z=_first_slice(drawer, volume.shape[0]),
        )
        self._become(state)
        self.study_loaded.emit()
        self.prediction_changed.emit()

    def _become(self, state: ViewState) -> None:
        """Take the next state and signal what differs."""
        before, self.state = self.state, state
        for signal, names in (
            (self.study_changed, ("study",)),
            (self.slice_changed, ("z",)),
            (self.image_changed, ("display", "windows", "inverted", "largest")),
            (self.viewport_changed, ("viewport",)),
            (self.threshold_changed, ("threshold",)),
            (self.post_changed, ("post",)),
            (self.mask_changed, ("threshold", "post")),
            (self.overlays_changed, ("overlays", "peek")),
            (self.cross_changed, ("cross",)),
            (self.panes_changed, ("panes",)),
        ):
            if any(getattr(before, name) != getattr(state, name) for name in names):
                signal.emit()


def _first_slice(drawer: Drawer, slices: int) -> int:
    """Return where a study opens: at the slice it was left at, or in its middle."""
    return min(slices // 2 if drawer.z is None else drawer.z, slices - 1)

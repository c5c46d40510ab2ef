"""What a window has open and shows, to be read; `lgg_viewer.gui.session` changes it."""

from dataclasses import replace

from PySide6.QtCore import QObject

from lgg_viewer.core.averaging import Averaging, describe_departure
from lgg_viewer.core.finding import Finding
from lgg_viewer.core.mask import Mask
from lgg_viewer.core.overlay import AGREEMENT_SETS
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.spacing import Spacing
from lgg_viewer.core.study import Cohort, Problem, ProblemKind, Study
from lgg_viewer.core.view_state import ViewState
from lgg_viewer.core.volume import Volume
from lgg_viewer.gui.drawers import Asked, Deletions, Drawer, Drawers
from lgg_viewer.gui.session_signals import SessionSignals
from lgg_viewer.io.model_card import ModelCard
from lgg_viewer.jobs.tasks import Answer


class OnScreen(SessionSignals):
    """The state of a window, and what follows from it.

    Attributes
    ----------
    state : ViewState
    cohort : Cohort or None
    drawers : Drawers
    generation : int
        Counts the cohorts that were opened: what was asked for one must not be filed with another.
    own_card, own_second_card : ModelCard or None
        The model in use, and another one to be compared with it, as their files describe them.
    averaging : Averaging
        Whether the reader wants their answers averaged over mirror images.
    card, second_card : ModelCard or None
        The same two in the way they are used: `flip_averaging` is what the reader wants.
    withheld : bool
        Whether the prediction of the study on screen is kept from the reader.
    agreement_colours : AgreementColours
    all_spaced : bool
        Whether the user gave the spacing of every study of the cohort.
    """

    def __init__(self, card: ModelCard | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = ViewState()
        self.cohort: Cohort | None = None
        self.drawers = Drawers()
        self.generation = 0
        self.averaging = Averaging.AUTO
        self.own_card = self.card = card
        self.own_second_card: ModelCard | None = None
        self.second_card: ModelCard | None = None
        self._second: Answer | None = None
        self._second_whole = True
        self._second_finding: Finding | None = None
        self.withheld = False
        self.agreement_colours = AGREEMENT_SETS[0]
        self._finding: Finding | None = None
        self._spacings: dict[str, Spacing] = {}
        self.all_spaced = False
        self._deletions: Deletions = {}
        if card is not None:
            self.state = replace(self.state.at_threshold(card.threshold), post=card.post)

    @property
    def drawer(self) -> Drawer | None:
        """The drawer of the study on screen."""
        return self.drawers.find(self.state.study)

    @property
    def study(self) -> Study | None:
        """The study on screen."""
        return self.drawer.study if self.drawer else None

    @property
    def volume(self) -> Volume | None:
        """The pixels of the study on screen; None while they are on their way."""
        drawer = self.drawer
        return drawer.loaded.data.volume if drawer and drawer.loaded else None

    @property
    def truth(self) -> Mask | None:
        """The ground truth of the study on screen."""
        drawer = self.drawer
        return drawer.loaded.data.truth if drawer and drawer.loaded else None

    @property
    def probability(self) -> ProbabilityMap | None:
        """The network's map for the study on screen, as far as it has come; None while it is withheld."""
        drawer = self.drawer
        return drawer.answer.probability if drawer and drawer.answer and not self.withheld else None

    @property
    def finding(self) -> Finding | None:
        """All that follows from that map at the threshold and post-processing in force; made once for each."""
        drawer = self.drawer
        if drawer is None or drawer.answer is None or self.withheld:
            return None
        # which component is small beside the largest is not known before all slices are answered
        post = PostProcessing() if drawer.segmenting else self.state.post
        self._finding = self._find(drawer.answer, post, drawer.removals, self._finding)
        return self._finding

    @property
    def second_finding(self) -> Finding | None:
        """The same of the second model's map, as far as it has come; None while predictions are withheld.

        It stays until the pixels of another study have come: meanwhile it is not that study's.
        """
        second, volume = self._second, self.volume
        if second is None or self.withheld or volume is None or volume.sha256 != second.volume_sha256:
            return None
        post = self.state.post if self._second_whole else PostProcessing()
        self._second_finding = self._find(second, post, (), self._second_finding)
        return self._second_finding

    @property
    def asked(self) -> Asked | None:
        """The model in use and the way it is used; None without one."""
        return None if self.card is None else (self.card.model_id, self.card.flip_averaging)

    @property
    def departure(self) -> str:
        """Says that the model in use is averaged otherwise than its card has it; empty where it is not."""
        if self.card is None or self.own_card is None:
            return ""
        return describe_departure(averaged=self.card.flip_averaging, own=self.own_card.flip_averaging)

    @property
    def proposed_threshold(self) -> float:
        """The threshold of the model card; without one, the middle."""
        return self.card.threshold if self.card is not None else 0.5

    @property
    def post_as_proposed(self) -> bool:
        """Whether masks are post-processed as the model card has it; without one, not at all."""
        proposed = self.card.post if self.card is not None else PostProcessing()
        return self.state.post == proposed

    def _find(
        self, answer: Answer, post: PostProcessing, removals: tuple[Removal, ...], made: Finding | None
    ) -> Finding:
        """Return what follows from an answer; the one that was made last, if nothing differs."""
        state = self.state
        if (
            made is not None
            and made.probability is answer.probability
            and made.truth is self.truth
            and (made.threshold, made.post) == (state.threshold, post)
            and made.removals == removals
        ):
            return made
        return Finding(answer.probability, answer.table, self.truth, state.threshold, post, removals)

    @property
    def spacing(self) -> Spacing | None:
        """Size of the voxels of the study on screen, where the user gave it."""
        return self.spacing_of(self.state.study)

    def spacing_of(self, key: str) -> Spacing | None:
        """Size of the voxels of a study, where the user gave it."""
        return self._spacings.get(key)

    def problems(self) -> list[Problem]:
        """Return all that is known to be wrong with the cohort so far."""
        found = list(self.cohort.problems) if self.cohort else []
        for drawer in self.drawers.all():
            found += drawer.survey.problems if drawer.survey else ()
            if drawer.failure:
                # the first file names the study, and the sentence says what to do
                study, kind = drawer.study, ProblemKind.UNREADABLE
                found.append(Problem(kind, study.slices[0].image.path, drawer.failure, "", study.key))
        return found

    def describe_in_force(self, key: str) -> dict[str, str]:
        """Tell what there is to decide by about a study, for the log of decisions.

        Threshold, post-processing and model are those of the window, and belong to a prediction alone: without one
        the log says `none`, and of one whose slices are still being answered, `unfinished`. Of a study that is not in
        the cohort, nothing is known.
        """
        card, drawer = self.card, self.drawers.find(key)
        if drawer is None:
            return {}
        if card is None or drawer.table is None:
            return {"prediction": "none"}
        post = PostProcessing() if drawer.segmenting else self.state.post
        told = {
            "model": card.name,
            "model sha256": card.sha256,
            "mirror averaging": "on" if card.flip_averaging else "off",
            "threshold": f"{self.state.threshold:.2f}",
            "post-processing": ", ".join(post.steps) or "none",
        }
        if drawer.segmenting:
            told["prediction"] = "unfinished"
        if drawer.removals:
            told["components deleted"] = str(len(drawer.removals))
        return told

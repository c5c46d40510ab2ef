"""What works behind a window, each made once by the application and handed to whoever needs it."""

from dataclasses import dataclass

from lgg_viewer.gui.exporter import Exporter
from lgg_viewer.gui.loader import Loader
from lgg_viewer.gui.panels.curve_maker import CurveMaker
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.second_opinion import SecondOpinion
from lgg_viewer.gui.segmenter import Segmenter
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.settings import Settings
from lgg_viewer.gui.worklist.summaries import Summaries


@dataclass(frozen=True, eq=False)
class Services:
    """The session of a window, and those who work for it."""

    session: Session
    settings: Settings
    loader: Loader
    segmenter: Segmenter
    exporter: Exporter
    curves: CurveMaker
    summaries: Summaries
    reviewer: Reviewer
    second: SecondOpinion

"""What an export is going to write, in sentences."""

from html import escape

from lgg_viewer.core.review import ReviewState
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.words import tr, tr_n


def size_line(session: Session, slices: int, studies: int, *, predicted: bool) -> str:
    """Say how much is written, of predictions at which threshold."""
    whose = tr_n("{n} study", "{n} studies", studies)
    if not predicted:
        return tr_n(
            "{n} slice of {studies}, stored as 0 and 255.",
            "{n} slices of {studies}, stored as 0 and 255.",
            slices,
            studies=whose,
        )
    return tr_n(
        "{n} slice of {studies} at threshold {threshold:.2f}, stored as 0 and 255.",
        "{n} slices of {studies} at threshold {threshold:.2f}, stored as 0 and 255.",
        slices,
        studies=whose,
        threshold=session.state.threshold,
    )


def post_lines(session: Session, keys: list[str]) -> list[str]:
    """Say what is done to the masks after the threshold."""
    post, drawers = session.state.post, [session.drawers[k] for k in keys]
    removed = [d for d in drawers if d.removals]
    count = sum(len(d.removals) for d in removed)
    lines = [tr("Post-processing on: {steps}.", steps=post.describe())] if not post.trivial else []
    if removed:
        one = len(removed) == 1
        whose = escape(removed[0].study.key) if one else tr_n("{n} study", "{n} studies", len(removed))
        lines.append(
            tr_n(
                "Without {n} component you removed from {studies}.",
                "Without {n} components you removed from {studies}.",
                count,
                studies=whose,
            )
        )
    return lines


def approval_lines(reviewer: Reviewer | None, keys: list[str]) -> list[str]:
    """Say of how many approved studies another mask was approved than the one that is written."""
    if reviewer is None:
        return []
    approved = [key for key in keys if reviewer.review(key).state is ReviewState.APPROVED]
    other = sum(bool(reviewer.changes_since_approval(key)) for key in approved)
    if not other:
        return []
    if len(keys) == 1:
        return [tr("{study} was approved with another mask: see its Review panel.", study=escape(keys[0]))]
    told = tr_n(
        "Of {count} approved studies, {n} was approved with another mask: see its Review panel.",
        "Of {count} approved studies, {n} were approved with another mask: see their Review panel.",
        other,
        count=len(approved),
    )
    return [told]

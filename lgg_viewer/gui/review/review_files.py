"""Where reviews are kept: a file for each cohort, and in memory what no file has taken yet."""

from pathlib import Path

from lgg_viewer.core.study import Cohort
from lgg_viewer.errors import LggError
from lgg_viewer.gui.review.reader_settings import ReaderSettings
from lgg_viewer.io.review_store import ReviewStore, open_store, store_path
from lgg_viewer.words import tr_n

_BETWEEN = "/"  # no name of a file holds it


class ReviewFiles:
    """Opens the files of cohorts, and lets go of them once all decisions are written.

    Parameters
    ----------
    folder : Path
        Where the files lie.
    reader : ReaderSettings
        Remembers which file a folder had.
    """

    def __init__(self, folder: Path, reader: ReaderSettings) -> None:
        self._folder = folder
        self._reader = reader
        self._unwritten: list[ReviewStore] = []

    def open(self, cohort: Cohort) -> ReviewStore:
        """Return the file of a cohort, with the decisions that it could not take so far.

        Raises
        ------
        LggError
            It was written by a newer version, or by another program.
        """
        path = store_path(self._folder, cohort)
        return next((store for store in self._unwritten if store.path == path), None) or open_store(path)

    def bring_along(self, store: ReviewStore, cohort: Cohort) -> list[tuple[str, bool]]:
        """Take over what was decided while the folder had other studies; return what is to be said of it.

        Studies that are away come along too: they may come back beside others. What fails is tried the next time.

        Returns
        -------
        list of tuple
            Sentences, each with whether it tells of a failure.

        Raises
        ------
        LggError
            The file of the cohort cannot be read.
        """
        before = store.reviews()
        told: list[tuple[str, bool]] = []
        left: list[str] = []
        for name in filter(None, self._reader.file_of(cohort.root).split(_BETWEEN)):
            former = self._folder / name
            if former == store.path:
                continue
            try:
                if former.is_file():
                    store.import_from(former)
            except LggError as error:
                told.append((str(error), True))
                left.append(name)
            else:
                left += [name for other in self._unwritten if other.path == former]
        self._reader.keep_file_of(cohort.root, _BETWEEN.join([*left, store.path.name]))
        after, keys = store.reviews(), [study.key for study in cohort.studies]
        if count := sum(after.get(key) != before.get(key) for key in keys):
            came = tr_n(
                "The folder has other studies now; {n} review came along.",
                "The folder has other studies now; {n} reviews came along.",
                count,
            )
            told.append((came, False))
        return told

    def close(self, store: ReviewStore | None) -> list[tuple[ReviewStore, LggError]]:
        """Close a file, and those before it that did not take all decisions; return those that do not now, and why not.

        They stay in memory with their decisions, and are tried again whenever this is asked for.
        """
        failed = []
        for each in dict.fromkeys((*self._unwritten, *([store] if store is not None else []))):
            try:
                each.close()
            except LggError as error:
                failed.append((each, error))
        self._unwritten = [each for each, _ in failed]
        return failed

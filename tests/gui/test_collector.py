import gc
import threading
import weakref

from lgg_viewer.jobs.runner import Urgency


class Ring:
    """Refers to itself: only the collector can free it."""

    def __init__(self) -> None:
        self.me = self


def test_what_a_worker_leaves_behind_is_collected_in_the_window_s_thread(opened, qtbot):
    freed_in = []

    def litter(_job) -> None:
        weakref.finalize(Ring(), lambda: freed_in.append(threading.current_thread()))
        for _ in range(5 * gc.get_threshold()[0]):
            Ring()

    opened.files.submit("litter", litter, urgency=Urgency.NOW)
    qtbot.waitUntil(lambda: bool(freed_in), timeout=20_000)
    assert freed_in == [threading.main_thread()]


def test_python_collects_by_itself_again_once_the_program_has_ended(make_program):
    program = make_program()
    assert not gc.isenabled()
    program.window.close()
    assert any(program.end() for _ in range(10))
    assert gc.isenabled()

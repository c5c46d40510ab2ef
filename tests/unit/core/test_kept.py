"""Values that are worked out once, in the window and in jobs at the same time."""

import threading

from lgg_viewer.core.kept import kept


class Slow:
    def __init__(self, may_go_on=None):
        self.may_go_on = may_go_on
        self.asked = 0
        self.begun = threading.Event()

    @kept
    def answer(self):
        """What the object answers."""
        self.asked += 1
        self.begun.set()
        if self.may_go_on is not None:
            self.may_go_on.wait(10)
        return self.asked


def test_a_value_is_worked_out_once_and_only_when_asked_for():
    slow = Slow()
    assert slow.asked == 0
    assert [slow.answer, slow.answer] == [1, 1]
    assert Slow.answer.__doc__ == "What the object answers."


def test_a_job_at_work_on_one_object_does_not_hold_up_another():
    go_on = threading.Event()
    slow, other = Slow(go_on), Slow()
    job = threading.Thread(target=lambda: slow.answer)
    job.start()
    assert slow.begun.wait(10)
    answers = []
    window = threading.Thread(target=lambda: answers.append(other.answer))
    window.start()
    window.join(5)
    answered_meanwhile = list(answers)
    go_on.set()
    job.join()
    window.join()
    assert answered_meanwhile == [1]


def test_two_threads_that_ask_at_once_get_the_same_object():
    barrier = threading.Barrier(2, timeout=10)

    class Wait:
        @kept
        def answer(self):
            barrier.wait()
            return object()

    wait, answers = Wait(), []
    threads = [threading.Thread(target=lambda: answers.append(wait.answer)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] is answers[1] is wait.answer

import csv
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tests.unit.trainer.tiny_cohort import go, make_dataset, quiet
from trainer.learning import engine
from trainer.learning.losses import batch_dice_loss
from trainer.learning.run_log import LOG

ROOT = Path(__file__).parents[3]
# Without variation the batch normalisation, which sees half of each batch with each worker, is all that differs from
# one process. On the tiny data set the losses differ by NOISE on average over 20 steps; see the assertion.
NOISE = 0.1

WORKER = """
import sys
from pathlib import Path
import torch
from tests.unit.trainer.tiny_cohort import make_dataset, quiet
from trainer.learning import engine
from trainer.learning.losses import batch_dice_loss
from trainer.data.sampling import Rows
from trainer.learning.workers import join_workers
engine.LOG_EVERY = 1
torch.manual_seed(0)
logits, mask = torch.randn(4, 1, 8, 8), (torch.rand(4, 1, 8, 8) > 0.7).float()
layer = torch.nn.Conv2d(1, 1, 1)
with join_workers("cpu") as workers:
    own = workers.share(torch.arange(4))
    loss = batch_dice_loss(layer(logits[own]), mask[own], total=workers.total)
    loss.backward()
    workers.average_gradients(layer)
    assert workers.any(workers.rank == 1)
    if workers.leads:
        print(float(loss), float(layer.weight.grad), float(layer.bias.grad))
    rows = Rows(torch.arange(6), torch.arange(0))
    engine.train(quiet(), make_dataset(), rows, Path(sys.argv[1]), workers, resume=False)
"""


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """Run the script in two processes, as torchrun does; return the folder of its run, and what it printed."""
    folder = tmp_path_factory.mktemp("two")
    script = folder / "worker.py"
    script.write_text(WORKER)
    (folder / "run").mkdir()
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    words = [*torchrun, script, folder / "run"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, cwd=ROOT, check=True)
    return folder / "run", done.stdout


def losses(run):
    with (run / LOG).open(newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


def test_two_workers_have_the_loss_curve_of_one(together, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "LOG_EVERY", 1)
    go(quiet(), make_dataset(), tmp_path)
    one, two = losses(tmp_path), losses(together[0])
    assert len(one) == len(two) == 20
    assert statistics.fmean(abs(a - b) for a, b in zip(one, two, strict=True)) < NOISE
    assert statistics.fmean(two[-5:]) < 0.9 * statistics.fmean(two[:5])


def test_the_dice_loss_and_its_gradient_are_those_of_the_whole_batch(together):
    shared = [float(word) for word in together[1].split()]
    torch.manual_seed(0)
    logits, mask = torch.randn(4, 1, 8, 8), (torch.rand(4, 1, 8, 8) > 0.7).float()
    layer = torch.nn.Conv2d(1, 1, 1)
    loss = batch_dice_loss(layer(logits), mask)
    loss.backward()
    assert shared == pytest.approx([float(loss.detach()), float(layer.weight.grad), float(layer.bias.grad)], abs=1e-6)

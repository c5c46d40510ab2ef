import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lgg_viewer.errors import LggError
from trainer.data.protocol import HONEST_LABEL, LEAKY_LABEL
from trainer.measures.definitions import DEFINITIONS
from trainer.measures.pixel_report import ClassScore, PixelReport
from trainer.recipe.difference import differences, shipped_form
from trainer.recipe.file import find_recipe, read_recipe
from trainer.scoring.replica import REPLICA, Answer, ReplicaScore, write_replica
from trainer.scoring.replica_summary import CONVERGENCE, summarise_replicas

ONE = ClassScore(1.0, 1.0, 1.0, 10)


def finish(run, name, changes=(), *, seed=1, leaky=False, data="these", curve=(0.5, 0.7), workers=1, **figures):
    """Write the folder of a finished replica, its curves included."""
    recipe = read_recipe(find_recipe(name), changes)
    deal = {"label": LEAKY_LABEL if leaky else HONEST_LABEL, "seed": seed, "scored": "validation", "data": data}
    values = {key: figures.get(key) for key in DEFINITIONS}
    score = ReplicaScore(
        recipe,
        differences(shipped_form(recipe), recipe),
        deal,
        4,
        tuple(Answer(c, values[c.definition]) for c in recipe.protocol.claims),
        values,
        PixelReport(ONE, ONE, 1.0, ONE, ONE),
        {},
        (),
        workers,
    )
    write_replica(score, run / REPLICA)
    looks = [f"{k + 1},{40 * (k + 1)},{1 - dice:.6f},{dice:.6f}\n" for k, dice in enumerate(curve)]
    (run / "validation.csv").write_text("epoch,step,loss,dice\n" + "".join(looks))
    steps = range(20, 40 * len(curve) + 1, 20)
    (run / "log.csv").write_text("step,loss,learning_rate\n" + "".join(f"{s},{1 / s:.6f},1e-4\n" for s in steps))
    return run


def line_of(text, start):
    (found,) = [line for line in text.splitlines() if line.startswith(start)]
    return found


def test_seeds_of_a_recipe_become_mean_and_sample_deviation_beside_the_source(tmp_path):
    runs = [
        finish(tmp_path / str(seed), "ancestor-000-dice", seed=seed, pooled_dice=dice)
        for seed, dice in ((1, 0.79), (2, 0.81), (3, 0.86))
    ]
    told = summarise_replicas(runs)
    row = line_of(told, "Dice")
    assert "0.8012" in row
    assert "0.8200 ± 0.0361" in row  # by hand: the sample deviation of 0.79, 0.81, 0.86
    assert "2 of 3" in row
    assert "pooled_dice" in row
    assert HONEST_LABEL in told
    assert "seeds 1, 2, 3" in told


def test_one_seed_has_no_deviation_and_a_figure_without_a_value_says_so(tmp_path):
    told = summarise_replicas([finish(tmp_path / "a", "ancestor-000-bce", pooled_dice=0.7)])
    assert "±" not in told
    assert "0.7000" in line_of(told, "Dice")
    assert "0 of 1" in line_of(told, "IoU")


def test_a_result_of_another_kind_is_no_finished_replica(tmp_path):
    run = finish(tmp_path / "a", "ancestor-000-bce", pooled_dice=0.7)
    (run / "replica" / "replica.json").write_text("[]")
    with pytest.raises(LggError, match="holds no finished replica"):
        summarise_replicas([run])


def test_the_label_of_a_leaky_protocol_stands_with_its_figures(tmp_path):
    told = summarise_replicas([finish(tmp_path / "a", "ancestor-004", leaky=True, mean_bce=0.01)])
    assert told.splitlines()[0] == f"ancestor-004: {LEAKY_LABEL}"


def test_twins_that_differ_in_the_loss_alone_are_compared_on_the_same_deals(tmp_path):
    bce = [finish(tmp_path / f"b{s}", "ancestor-000-bce", seed=s, pooled_dice=d) for s, d in ((1, 0.6), (2, 0.5))]
    dice = [finish(tmp_path / f"d{s}", "ancestor-000-dice", seed=s, pooled_dice=d) for s, d in ((2, 0.7), (1, 0.7))]
    told = summarise_replicas([*bce, *dice])
    assert "ancestor-000-bce with BCE and ancestor-000-dice with Dice differ in the loss alone" in told
    row = line_of(told, "pooled_dice")
    assert "0.5500 ± 0.0707" in row
    assert "0.7000 ± 0.0000" in row
    # 0.7 - 0.6 and 0.7 - 0.5, seed by seed
    assert row.endswith("+0.1500 ± 0.0707")


def test_a_recipe_with_its_loss_exchanged_is_a_twin_too(tmp_path):
    one = finish(tmp_path / "a", "ancestor-004", leaky=True)
    other = finish(tmp_path / "b", "ancestor-004", ("loss.bce=0.0", "loss.dice=1.0"), leaky=True)
    told = summarise_replicas([one, other])
    assert "ancestor-004 with BCE and ancestor-004 with Dice differ in the loss alone" in told
    assert "Changed: loss.dice 1.0 instead of 0.0" in told


def test_recipes_that_differ_in_more_than_the_loss_are_no_experiment(tmp_path):
    one = finish(tmp_path / "a", "ancestor-000-bce", ("schedule.epochs=2",))
    other = finish(tmp_path / "b", "ancestor-000-dice")
    told = summarise_replicas([one, other])
    assert "Controlled experiment" not in told
    assert "Changed: schedule.epochs 2 instead of 8" in told


def test_a_full_and_a_reduced_run_are_not_averaged(tmp_path):
    one = finish(tmp_path / "a", "ancestor-000-dice", pooled_dice=0.8)
    other = finish(tmp_path / "b", "ancestor-000-dice", ("input.side=128",), seed=2, pooled_dice=0.6)
    told = summarise_replicas([one, other])
    assert "±" not in told
    assert told.count("ancestor-000-dice:") == 2


def test_the_same_seeds_twice_are_refused(tmp_path):
    runs = [finish(tmp_path / name, "ancestor-001", leaky=True) for name in ("a", "b")]
    with pytest.raises(LggError, match="same recipe under the same seeds"):
        summarise_replicas(runs)


def test_the_convergence_of_all_runs_is_drawn_with_the_labels(tmp_path, monkeypatch):
    drawn = []
    plot = Axes.plot
    monkeypatch.setattr(
        Axes, "plot", lambda self, x, y, *how, **more: drawn.append(y) or plot(self, x, y, *how, **more)
    )
    titles = []
    monkeypatch.setattr(Figure, "suptitle", lambda self, text, **how: titles.append(text))
    runs = [
        finish(tmp_path / "a", "ancestor-000-bce", curve=(0.1, 0.2, 0.4)),
        finish(tmp_path / "b", "ancestor-004", leaky=True, curve=(0.3, 0.6, 0.7)),
    ]
    told = summarise_replicas(runs, tmp_path / "out")
    assert (tmp_path / "out" / CONVERGENCE).read_bytes().startswith(b"\x89PNG")
    assert str(tmp_path / "out" / CONVERGENCE) in told
    assert titles == [f"ancestor-000-bce: {HONEST_LABEL}\nancestor-004: {LEAKY_LABEL}"]
    assert [0.1, 0.2, 0.4] in drawn
    assert [0.3, 0.6, 0.7] in drawn
    assert pytest.approx([0.7, 0.4, 0.3]) in drawn  # validation loss
    # training loss, mean of what was noted in each epoch: at steps 20 and 40, 60 and 80, 100 and 120
    assert pytest.approx([(1 / 20 + 1 / 40) / 2, (1 / 60 + 1 / 80) / 2, (1 / 100 + 1 / 120) / 2], abs=1e-6) in drawn


def test_a_run_too_short_for_a_line_of_the_training_log_is_drawn_all_the_same(tmp_path):
    run = finish(tmp_path / "a", "ancestor-001", leaky=True)
    (run / "log.csv").unlink()
    summarise_replicas([run], tmp_path)
    assert (tmp_path / CONVERGENCE).exists()


def test_a_run_that_is_not_finished_is_told(tmp_path):
    with pytest.raises(LggError, match="no finished replica"):
        summarise_replicas([tmp_path])


def test_a_damaged_result_is_told(tmp_path):
    run = finish(tmp_path / "a", "ancestor-001", leaky=True)
    (run / REPLICA / "replica.json").write_text('{"recipe": 1}')
    with pytest.raises(LggError, match="no finished replica"):
        summarise_replicas([run])


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (None, r"validation\.csv has no curves"),
        ("epoch,step,loss,dice\n1,20\n", r"validation\.csv is not the log of a training"),
    ],
)
def test_curves_that_are_missing_or_cut_off_are_told(tmp_path, damage, told):
    run = finish(tmp_path / "a", "ancestor-001", leaky=True)
    (run / "validation.csv").unlink()
    if damage is not None:
        (run / "validation.csv").write_text(damage)
    with pytest.raises(LggError, match=told):
        summarise_replicas([run], tmp_path)


def test_runs_on_other_data_are_neither_averaged_nor_compared(tmp_path):
    here = finish(tmp_path / "a", "ancestor-000-dice", pooled_dice=0.5)
    there = finish(tmp_path / "b", "ancestor-000-dice", data="others", pooled_dice=0.7)
    twin = finish(tmp_path / "c", "ancestor-000-bce", data="others", pooled_dice=0.6)
    told = summarise_replicas([here, there])
    assert "0.6000" not in told
    assert "on the same split" not in summarise_replicas([here, twin])

from pathlib import Path

import numpy as np
import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from lgg_viewer.core.network_shape import LiteShape
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.device import on_cpu
from lgg_viewer.model.pair import Pair
from lgg_viewer.model.weights import load_network, read_network
from tests.unit.model.tiny_model import make_card

SHAPE = LiteShape(widths=(4, 4, 4, 4), members=2)


@pytest.fixture
def pair():
    torch.manual_seed(0)
    return Pair(SHAPE).eval()


def test_every_slice_of_a_batch_is_answered_in_its_place_by_one_of_the_two(pair):
    x = torch.randn(5, 9, 64, 64)
    outputs = pair.forward_deep(x)
    assert [tuple(o.shape) for o in outputs] == [(5, 1, 64, 64), (5, 1, 16, 16), (5, 1, 8, 8)]
    for k, row in enumerate(x):
        member = (pair.first, pair.second)[k % 2]
        for told, expected in zip(outputs, member.forward_deep(row[None]), strict=True):
            torch.testing.assert_close(told[k : k + 1], expected, rtol=1e-3, atol=1e-4)


def test_both_learn(pair):
    pair.train()
    torch.stack([o.square().mean() for o in pair.forward_deep(torch.randn(8, 9, 64, 64))]).sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in pair.parameters())


def test_the_app_averages_the_first_with_what_the_second_says_of_the_mirror_image(pair, tmp_path: Path):
    card = read_model_card(make_card(tmp_path, network=pair))
    assert card.network == SHAPE
    assert "two such networks" in card.as_text()
    opened = load_network(card, torch.device("cpu"))
    x = torch.randn(2, 9, 64, 64)
    expected = read_network(card).eval()
    # in the file both are of half precision
    torch.testing.assert_close(opened.direct(x), expected.first(x), rtol=0.02, atol=0.01)
    torch.testing.assert_close(opened.mirrored(x), expected.second(x.flip(-1)).flip(-1), rtol=0.02, atol=0.01)
    engine = on_cpu(card)
    output = engine.run(x.numpy(), flip=True)
    mean = (expected.first(x) + expected.second(x.flip(-1)).flip(-1)) / 2
    torch.testing.assert_close(expected(x), mean)
    np.testing.assert_allclose(output.probability, mean.sigmoid()[:, 0].detach().numpy(), atol=0.03)
    alone = engine.run(x.numpy(), flip=False)
    np.testing.assert_allclose(alone.probability, expected.first(x).sigmoid()[:, 0].detach().numpy(), atol=0.03)


def test_what_the_first_does_not_see_the_second_is_asked_about(pair, tmp_path: Path, monkeypatch):
    engine = on_cpu(read_model_card(make_card(tmp_path, network=pair)))
    x = torch.randn(3, 9, 64, 64)
    monkeypatch.setattr(engine.network, "direct", lambda x: torch.full((len(x), 1, 64, 64), -8.0))
    monkeypatch.setattr(engine.network, "mirrored", lambda x: torch.full((len(x), 1, 64, 64), 9.0))
    output = engine.run(x.numpy(), flip=True)
    assert output.probability.min() == pytest.approx(1 / (1 + np.exp(-0.5)), abs=1e-3)
    # and that they differ is not kept from the map of doubt
    assert output.difference.max() < -0.99


def test_it_takes_no_more_than_eight_billion_operations_a_slice():
    network = Pair(LiteShape(members=2)).eval()
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(1, 9, 256, 256))
    assert counter.get_total_flops() < 8e9


def test_a_card_of_three_networks_is_refused(pair, tmp_path: Path):
    path = make_card(tmp_path, network=pair)
    path.write_text(path.read_text(encoding="utf-8").replace('"members": 2', '"members": 3'), encoding="utf-8")
    with pytest.raises(Exception, match="members is 3, expected 1 or 2"):
        read_model_card(path)

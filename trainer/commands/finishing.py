"""What follows the last step: curves, and the model exported and scored, or the replica compared with its source."""

from pathlib import Path

import torch

from lgg_viewer.errors import LggError
from lgg_viewer.model.weights import save_weights
from trainer.commands.evaluating import score
from trainer.commands.export import MODEL, export_network
from trainer.commands.plan import Plan
from trainer.commands.run import SPLIT, VALIDATION, read_record
from trainer.commands.wish import Wish
from trainer.data.dataset import Dataset
from trainer.data.protocol import Parts
from trainer.learning.networks import Network
from trainer.learning.plain_unet import PlainUNet
from trainer.learning.validation import predict_rows
from trainer.report.curves import draw_curves
from trainer.scoring.replica import REPLICA, format_replica, score_replica, write_replica

WEIGHTS = "weights.safetensors"


def finish(network: Network, plan: Plan, data: Dataset | None, wish: Wish, device: str, name: str) -> str:
    """Export and score a finished network.

    Parameters
    ----------
    network : Network
        On the CPU.
    plan : Plan
    data : Dataset or None
        The slices that a replica's split was made from.
    wish : Wish
    device : str
    name : str
        Of the model.

    Returns
    -------
    str
        What to print.

    Raises
    ------
    LggError
        A file cannot be written, or the weights are not finite.
    """
    parts = plan.parts(data) if data is not None else None
    draw_curves(wish.run, parts.label if parts is not None else "")
    if data is not None and parts is not None:
        return _finish_replica(network, plan, data, parts, wish.run, torch.device(device))
    told = [f"Trained on {len(plan.patients)} patients, {len(plan.held_out)} held out."]
    if isinstance(network, PlainUNet):
        save_weights(network, wish.run / WEIGHTS)
        return f"{told[0]}\nWeights: {wish.run / WEIGHTS} (of a network that the app cannot open)"
    card = export_network(network, plan, read_record(wish.run), wish.run / MODEL, name)
    told.append(f"Model: {card}")
    if plan.held_out:
        told.append(_validate(card, wish, device))
    return "\n".join(told)


def _validate(card: Path, wish: Wish, device: str) -> str:
    """Score the model on the patients held out; it stands without that."""
    try:
        return score(
            [card],
            wish.data,
            split=wish.run / SPLIT,
            output=wish.run / VALIDATION,
            device=device,
            update_card=True,
            masks=wish.masks,
            run=wish.run,
        )
    except LggError as error:
        return f"Not validated. {error}"


def _finish_replica(network: Network, plan: Plan, data: Dataset, parts: Parts, run: Path, device: torch.device) -> str:
    save_weights(network, run / WEIGHTS)
    network.to(device)
    there = data.to(device)
    result = score_replica(
        lambda rows: predict_rows(network, there, rows, plan.recipe),
        data,
        parts,
        plan.recipe,
        int(read_record(run)["environment"].get("workers", 1)),
    )
    written = write_replica(result, run / REPLICA)
    return "\n".join([format_replica(result), *(f"Written: {path}" for path in written)])

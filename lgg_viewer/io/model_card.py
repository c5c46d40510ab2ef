"""The model card: a JSON file beside the weights that says what they are, how they were made and what they cannot do.

It is read without torch, so that the app can show it before the network is loaded. The fields follow Mitchell et al.
2019, "Model cards for model reporting" (doi 10.1145/3287560.3287596), as far as they apply.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lgg_viewer.core.kept import kept
from lgg_viewer.core.network_shape import LiteShape, NetworkShape
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.core.study import spelling_of
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.card_fields import give_shape, take, take_post_processing, take_shape
from lgg_viewer.words import mark, tr, tr_n

FORMAT = 1
MAX_CARD_BYTES = 4 << 20
MAX_WEIGHTS_BYTES = 1 << 30
_HINT = mark("Copy the model's .json and .safetensors again, both into one folder.")


@dataclass(frozen=True)
class ModelCard:
    """What is known of one set of weights.

    Attributes
    ----------
    name : str
    weights : Path
        The safetensors file, beside the card.
    sha256 : str
        Digest of the weights file.
    network : NetworkShape
    threshold : float
        Proposed by those who made the weights, 0 < threshold < 1.
    flip_averaging : bool
        Whether the answer is the mean over a slice and its left-right mirror image, which the second of two networks
        answers.
    post : PostProcessing
        What follows the threshold, proposed like it; nothing where a card does not speak of it.
    recipe : str
        Name of the training recipe.
    training : mapping
        How the weights were made; `patients` names those they were trained on.
    scores : mapping
        What was measured, on whom.
    limits, intended_use, licence : str
    """

    name: str
    weights: Path
    sha256: str
    network: NetworkShape
    threshold: float
    flip_averaging: bool
    recipe: str
    post: PostProcessing = field(default_factory=PostProcessing)
    training: Mapping[str, Any] = field(default_factory=dict, hash=False)
    scores: Mapping[str, Any] = field(default_factory=dict, hash=False)
    limits: str = ""
    intended_use: str = ""
    licence: str = ""

    @property
    def model_id(self) -> ModelId:
        """Which weights an answer came from."""
        return ModelId(self.name, self.sha256)

    @property
    def trained_on(self) -> frozenset[str]:
        """The patients the weights were trained on, as far as the card tells."""
        return frozenset(map(str, self.training.get("patients", ())))

    def has_seen(self, patient: str) -> bool:
        """Whether the weights were trained on a patient, in whichever spelling, as far as the card tells."""
        return spelling_of(patient) in self._seen

    @kept
    def _seen(self) -> frozenset[str]:
        return frozenset(map(spelling_of, self.trained_on))

    def as_text(self) -> str:
        """Return the card as Markdown, for people; names of scores and of training fields stay as in the file."""
        parts = [f"# {self.name}"]
        for heading, text in ((tr("Intended use"), self.intended_use), (tr("Limits"), self.limits)):
            if text:
                parts.append(f"## {heading}\n\n{text}")
        for heading, table in ((tr("Scores"), self.scores), (tr("Training"), {"recipe": self.recipe, **self.training})):
            if table:
                parts.append(f"## {heading}\n\n" + "\n".join(_lines(table)))
        slices = self.network.in_channels // 3
        averages = self.flip_averaging
        network = [
            tr_n("input: {n} slice of three sequences", "input: {n} slices of three sequences", slices),
            _describe_shape(self.network),
            tr("threshold: {threshold:g}", threshold=self.threshold),
            tr("post-processing: {steps}", steps=self.post.describe() or tr("none")),
            tr("left-right mirror averaging: yes") if averages else tr("left-right mirror averaging: no"),
            tr("weights: {name}", name=self.weights.name),
            f"SHA-256: `{self.sha256}`",
        ]
        parts.append(f"## {tr('Network')}\n\n" + "\n".join(f"- {line}" for line in network))
        if self.licence:
            parts.append(f"## {tr('Licence')}\n\n{self.licence}")
        return "\n\n".join(parts) + "\n"


def read_model_card(path: Path) -> ModelCard:
    """Read a card and check that the weights beside it are those it describes.

    Parameters
    ----------
    path : Path
        The card, or the weights it lies beside under the same name.

    Raises
    ------
    LggError
        Card or weights are missing, the card cannot be understood, or the weights are others.
    """
    try:
        path = path.with_suffix(".json")
        card = _parse(_read_json(path), path.parent)
    except ValueError as error:
        message = tr("{path} is not a model card of this program: {reason}.", path=path, reason=error)
        raise LggError(message, tr(_HINT)) from error
    digest = hash_weights(card.weights)
    if digest != card.sha256:
        raise LggError(
            tr(
                "{path} is not the file that its card describes (SHA-256 {found}…, the card says {expected}…).",
                path=card.weights,
                found=digest[:12],
                expected=card.sha256[:12],
            ),
            tr(_HINT),
        )
    return card


def write_model_card(card: ModelCard, path: Path) -> None:
    """Write a card beside its weights.

    Raises
    ------
    LggError
        The file cannot be written.
    """
    content = {
        "format": FORMAT,
        "name": card.name,
        "weights": card.weights.name,
        "sha256": card.sha256,
        "network": give_shape(card.network),
        "threshold": card.threshold,
        "post_processing": asdict(card.post),
        "flip_averaging": card.flip_averaging,
        "recipe": card.recipe,
        "intended_use": card.intended_use,
        "limits": card.limits,
        "licence": card.licence,
        "scores": dict(card.scores),
        "training": dict(card.training),
    }
    with write_atomically(path) as file:
        file.write((json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode())


def hash_weights(path: Path) -> str:
    """Return the SHA-256 of a weights file, as hexadecimal digits.

    Raises
    ------
    LggError
        The file is missing, unreadable, or larger than `MAX_WEIGHTS_BYTES`.
    """
    try:
        with path.open("rb") as file:
            if path.stat().st_size > MAX_WEIGHTS_BYTES:
                limit = MAX_WEIGHTS_BYTES >> 30
                raise LggError(tr("{path} is larger than {limit} GiB.", path=path, limit=limit), tr(_HINT))
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise LggError(tr("The weights {path} are missing.", path=path), tr(_HINT)) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _read_json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_CARD_BYTES:
            raise LggError(tr("{path} is too large for a model card.", path=path), tr(_HINT))
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LggError(tr("The model card {path} is missing.", path=path), tr(_HINT)) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise LggError(tr("{path} is not JSON ({reason}).", path=path, reason=error), tr(_HINT)) from error


def _unreadable(path: Path, error: OSError) -> LggError:
    return LggError(tr("{path} cannot be read: {reason}.", path=path, reason=error.strerror or error), tr(_HINT))


def _parse(content: Any, folder: Path) -> ModelCard:
    """Turn JSON into a card; ValueError tells the reader which key is at fault."""
    if not isinstance(content, dict):
        raise ValueError(tr("it does not hold an object"))
    if content.get("format") != FORMAT:
        raise ValueError(tr("format is {found!r}, expected {expected}", found=content.get("format"), expected=FORMAT))
    network = take_shape(take(content, "network", dict))
    weights = take(content, "weights", str)
    # a path would let a card reach for files elsewhere
    if Path(weights).name != weights or not weights.endswith(".safetensors") or "\\" in weights or "\0" in weights:
        message = tr("weights is {found!r}, expected the name of a .safetensors file beside the card", found=weights)
        raise ValueError(message)
    sha256 = take(content, "sha256", str)
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError(tr("sha256 is not 64 hexadecimal digits"))
    threshold = float(take(content, "threshold", (int, float)))
    if not 0 < threshold < 1:
        raise ValueError(tr("threshold is {found}, expected a number between 0 and 1", found=threshold))
    training = take(content, "training", dict)
    if not isinstance(training.get("patients", []), list):
        raise ValueError(tr("training.patients is not a list"))
    return ModelCard(
        name=take(content, "name", str),
        weights=folder / weights,
        sha256=sha256,
        network=network,
        threshold=threshold,
        flip_averaging=take(content, "flip_averaging", bool),
        recipe=take(content, "recipe", str),
        post=take_post_processing(content),
        training=training,
        scores=take(content, "scores", dict),
        limits=take(content, "limits", str),
        intended_use=take(content, "intended_use", str),
        licence=take(content, "licence", str),
    )


def _describe_shape(shape: NetworkShape) -> str:
    if isinstance(shape, LiteShape):
        told = tr(
            "encoder: EfficientNet-lite0; channels of the decoder, fine to coarse: {widths}",
            widths=", ".join(map(str, shape.widths)),
        )
        two = tr("two such networks, of which the second is shown the mirror image")
        return told if shape.members == 1 else f"{told}; {two}"
    levels = ", ".join(f"{w} x {b}" for w, b in zip(shape.widths, shape.blocks, strict=True))
    return tr("levels (channels x residual blocks): {levels}", levels=levels)


def _lines(table: Mapping[str, Any], indent: str = "") -> list[str]:
    """Return a nested mapping as Markdown list items; long lists are counted, not shown."""
    lines = []
    for key, value in table.items():
        label = key.replace("_", " ")
        if isinstance(value, Mapping):
            lines += [f"{indent}- {label}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list) and len(value) > 6:
            lines.append(f"{indent}- {label}: {len(value)}")
        elif isinstance(value, list):
            lines.append(f"{indent}- {label}: {', '.join(map(_word, value))}")
        else:
            lines.append(f"{indent}- {label}: {_word(value)}")
    return lines


def _word(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)

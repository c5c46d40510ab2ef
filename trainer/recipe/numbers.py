"""Kinds of numbers and sections that recipes are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]


class Strict(BaseModel):
    """A section of a recipe: nothing unknown, nothing of another type, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

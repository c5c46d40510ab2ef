"""Values that are worked out when first asked for, and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801, written as a decorator like `property`
    """A method without arguments as an attribute: called once for each object, its answer kept.

    Unlike `functools.cached_property` of Python 3.11 it takes no lock. That lock is one for all objects of a class: the
    window would wait for a job that asks another object. Here two threads that ask the same object at the same time may
    both work the value out; both get the one that came first.
    """

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """Work the value out; from then on the object has it as its own, and this is not asked again."""
        if instance is None:
            return self
        value: T = instance.__dict__.setdefault(self._name, self._work_out(instance))
        return value

"""Values that are computed on first use and kept."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801, written as a decorator like `property`
    """A method without arguments as an attribute: called once for each object, its result kept.

    Unlike `functools.cached_property` of Python 3.11 it takes no lock. That lock is shared by all objects of a class,
    so the window would wait for a job that uses another object. Here two threads may compute the value of one object
    at the same time; both get the one stored first.
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
        """Compute the value; from then on it is an attribute of the object, and this is not called again."""
        if instance is None:
            return self
        value: T = instance.__dict__.setdefault(self._name, self._work_out(instance))
        return value

"""`kept`: a value that is computed when it is first looked at. As functools.cached_property, without its lock.

The lock (until Python 3.11) costs more than most of what is kept here, thousands of times for one page.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

Owner = TypeVar("Owner")
Kept = TypeVar("Kept")


class kept(Generic[Owner, Kept]):  # noqa: N801 -- used as a decorator, like property
    """Computes once per object and puts the value in its `__dict__`, where it is found first from then on."""

    def __init__(self, compute: Callable[[Owner], Kept]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "kept[Owner, Kept]": ...

    @overload
    def __get__(self, instance: Owner, owner: type) -> Kept: ...

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        value = self._compute(instance)
        instance.__dict__[self._name] = value
        return value

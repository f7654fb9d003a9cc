"""A value that is there and is not for publication: in public tables and results, and nothing can be told of it.

Whatever writes for the public asks ``is_withheld`` and says so in words. Whatever forgets to stops with an error.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeGuard

from smreport.errors import SecretAsked


class Withheld:
    """What stands in the place of a value that is not for publication; it holds nothing of it.

    It has no text and no size, equals nothing, and cannot be counted with, sorted, looked up or stored: each of these
    raises SecretAsked.
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise SecretAsked

    __str__ = __repr__ = __format__ = __bytes__ = __bool__ = __float__ = __int__ = __index__ = __complex__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = __divmod__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __pow__ = __rpow__ = _refuse
    __neg__ = __pos__ = __abs__ = __round__ = __trunc__ = __floor__ = __ceil__ = _refuse
    __reduce__ = __reduce_ex__ = __getstate__ = __copy__ = __deepcopy__ = _refuse


WITHHELD: Any = Withheld()
"""The one that is needed. It has any type, as it stands in the place of numbers and texts."""


def is_withheld(value: object) -> TypeGuard[Withheld]:
    """Whether a value is there, but not for publication."""
    return isinstance(value, Withheld)

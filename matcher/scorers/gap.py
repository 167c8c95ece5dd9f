"""Gat: which part of what is probably missing does the course teach?"""

from catalogue.messages import message
from matcher.scorers.base import Scorer, Standing, Value, unknown


def _find(one: Standing) -> Value:
    if one.closes.share is None:
        return unknown(message("bar.gat.unknown"))
    learned = len(one.closes.competences)
    why = message("bar.gat.closes", number=learned) if learned else message("bar.gat.nothing")
    return Value(value=min(1.0, one.closes.share), known=1.0, why=(why,))


GAP = Scorer(name="gat", label=message("bar.gat"), help=message("bar.gat.help"), find=_find)

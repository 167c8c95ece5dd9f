"""Vraag: does the course lead to a bottleneck occupation, by the list of the day?"""

from catalogue.messages import message
from matcher.scorers.base import Scorer, Standing, Value, unknown


def _find(one: Standing) -> Value:
    if one.bottlenecks is None or not one.leads_to:
        return unknown()
    named = next((each for each in one.leads_to if each.id in one.bottlenecks), None)
    if named is None:
        return Value(value=0.0, known=1.0)
    why = message("bar.vraag.bottleneck", occupation=named.spoken(one.language)[1].preferred)
    return Value(value=1.0, known=1.0, why=(why,))


DEMAND = Scorer(name="vraag", label=message("bar.vraag"), help=message("bar.vraag.help"), find=_find)

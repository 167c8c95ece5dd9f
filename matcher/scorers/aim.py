"""Doel: does the course lead to the target? By what it leads to, else by how much it is about it."""

from catalogue.messages import message
from matcher.scorers.base import Scorer, Standing, Value, unknown


def _find(one: Standing) -> Value:
    goal, worth = one.goal, one.numbers.aim
    if not goal.asked.wanted:
        return unknown(message("bar.doel.no_target"))
    about = Value(value=worth.about * one.about, known=0.7, why=(message("bar.doel.about"),))
    if goal.competence is not None and goal.competence.id in one.taught:
        sure = one.taught[goal.competence.id]
        why = message("bar.doel.teaches", competence=goal.competence.spoken(one.language)[1].preferred)
        return Value(value=worth.declared * sure, known=1.0, why=(why,))
    if goal.occupation is None:
        return about
    if goal.occupation.id in one.declared:
        why = message("bar.doel.leads", occupation=goal.occupation.spoken(one.language)[1].preferred)
        return Value(value=worth.declared * one.declared[goal.occupation.id], known=1.0, why=(why,))
    near = next((each for each in one.leads_to if each.id in one.near), None)
    if near is None or worth.near < about.value:
        return about
    why = message("bar.doel.near", occupation=near.spoken(one.language)[1].preferred)
    return Value(value=worth.near, known=1.0, why=(why,))


AIM = Scorer(name="doel", label=message("bar.doel"), help=message("bar.doel.help"), find=_find)

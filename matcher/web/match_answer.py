"""A match as JSON. Its shape is described in `match_openapi`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import url_for

from catalogue.competences import Concept
from catalogue.messages import message
from catalogue.week import WeekFit
from matcher.counterfactual import Counterfactual
from matcher.diversity import Moved
from matcher.gap import Gap, Nearby, Need
from matcher.goal import Goal
from matcher.incentives.bars import Bar as TimeOrMoney
from matcher.incentives.bars import Segment
from matcher.match import Match
from matcher.profile import cell_name
from matcher.scorers import Bar
from matcher.scoring import Found
from matcher.web.words import language, say


def answered(found: Match) -> dict[str, Any]:
    """The answer as JSON has it."""
    return {
        "goal": _goal(found.goal),
        "by_meaning": found.by_meaning,
        "support_counts": found.support_counts,
        "goal_changes_little": found.goal_changes_little,
        "count": found.count,
        "gap": _gap(found.gap),
        "nearby": [_nearby(one) for one in found.nearby],
        "searched": {name: list(ids) for name, ids in found.searched.items()},
        "beside": [{"name": one.name, "title": say(one.title), "text": say(one.text)} for one in found.beside],
        "counterfactual": _counterfactual(found.counterfactual),
        "read": _read(found),
        "courses": [_course(one) for one in found.found],
    }


def _concept(one: Concept) -> dict[str, Any]:
    spoken, labels = one.spoken(language())
    return {"id": one.id, "label": labels.preferred, "language": spoken}


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "kind": goal.kind.value,
        "target": goal.target,
        "concept": None if goal.concept is None else _concept(goal.concept),
        "confidence": round(goal.confidence, 3),
        "alternatives": [{**_concept(one.concept), "share": round(one.share, 3)} for one in goal.alternatives],
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "have": [_need(one) for one in gap.have],
        "missing": [_need(one) for one in gap.missing],
        "extra": [_need(one) for one in gap.extra],
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        **_concept(need.competence),
        "essential": need.essential,
        "weight": round(need.weight, 3),
        "specificity": round(need.specificity, 3),
        "sure": round(need.have.sure, 3),
        "by": need.have.how.value,
        "through": need.have.through or None,
    }


def _nearby(one: Nearby) -> dict[str, Any]:
    missing = [_concept(each) for each in one.missing]
    return {**_concept(one.occupation), "ratio": round(one.ratio, 3), "missing": missing}


def _counterfactual(one: Counterfactual | None) -> dict[str, Any] | None:
    if one is None:
        return None
    cell = one.change.cell
    return {"change": one.change.what, "cell": cell and cell_name(cell), "more": one.more, "now": one.now}


def _read(found: Match) -> dict[str, Any] | None:
    """What was read in somebody's own words, to be ticked."""
    reading = found.reading
    if reading is None:
        return None
    return {
        "directions": [
            {
                "study": one.study,
                "share": round(one.share, 3),
                "occupations": [_concept(each) for each in one.occupations],
            }
            for one in reading.directions
        ],
        "past": list(reading.past),
        "occupations": [_concept(one) for one in reading.occupations],
        "competences": [_concept(one) for one in reading.competences],
    }


def _course(one: Found) -> dict[str, Any]:
    run, km = one.chosen.run, one.chosen.distance_km
    return {
        "id": one.course.id,
        "title": one.course.title,
        "url": url_for("course", course_id=one.course.id, language=language()),
        "provider": {"id": one.course.provider.id, "name": one.course.provider.name},
        "score": {
            "total": round(one.score.total, 2),
            "confidence": round(one.score.confidence, 3),
            "parts": {bar.name: _bar(bar) for bar in one.score.bars},
        },
        "reasons": [say(each) for each in one.reasons],
        "found_by": list(one.lists),
        "moved": _moved(one.moved),
        "gap": {"closes": [_concept(each) for each in one.closes]},
        "run": None if run is None else run.model_dump(mode="json", exclude_defaults=True),
        "past": one.chosen.edition.past,
        "distance_km": None if km is None else round(km, 1),
        "price": one.chosen.edition.price,
        "week": _week(one.week),
        "incentives": {
            "time": _pillar(one.bars.time),
            "money": _pillar(one.bars.money),
            "question": one.bars.question,
            "verdicts": {name: verdict.verdict.word for name, verdict in one.verdicts.items()},
        },
    }


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        "points": round(bar.points, 2),
        "of": round(bar.ceiling, 2),
        "known": round(bar.known, 3),
        "why": [say(each) for each in bar.why],
    }


def _moved(moved: Moved | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    return {"before": moved.before, "now": moved.now, "why": say(message("match.moved"))}


def _week(fit: WeekFit | None) -> dict[str, Any] | None:
    if fit is None:
        return None
    return {
        "fit": fit.fit.value,
        "taken": [cell_name(cell) for cell in fit.taken],
        "clashing": [cell_name(cell) for cell in fit.clashing],
        "leave_hours": _plain(fit.leave),
    }


def _pillar(bar: TimeOrMoney) -> list[dict[str, Any]]:
    return [_segment(one) for one in bar.segments]


def _segment(one: Segment) -> dict[str, Any]:
    names: Mapping[str, str] = one.label.each() if one.label else {}
    return {
        "kind": one.kind,
        "state": one.state,
        "amount": _plain(one.amount),
        "unit": one.unit,
        "bearer": one.bearer,
        "to": one.to,
        "instrument": one.instrument,
        "label": names.get(language()),
        "year": one.year,
        "ask": one.ask,
        "why": one.why,
    }


def _plain(value: Decimal | None) -> float | int | None:
    """A whole number without a point, others to two decimals."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 2))

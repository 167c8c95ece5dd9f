"""`POST /api/match`: courses for a goal and a profile, as JSON. Nothing of it is stored or logged.

The answer is dressed in `match_answer` and described in `match_openapi`; the match itself is `matcher.match`.
"""

import json
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, request
from pydantic import Field, StrictBool, StrictInt, ValidationError

from catalogue.checks import Wrong
from catalogue.course import Record
from catalogue.messages import message
from matcher.goal import LONGEST, Kind
from matcher.match import MOST_SHOWN, SHOWN, Matcher
from matcher.profile import LARGEST, Profile, ProfileWrong, problems_of
from matcher.web.asking import finder
from matcher.web.errors import problem, refused_fields
from matcher.web.match_answer import answered
from matcher.web.words import language, say

MATCH = Blueprint("match", __name__)


class AskedGoal(Record):
    """`target`: an occupation or competence by id, ESCO URI or in words; empty where somebody does not know it yet."""

    kind: Kind
    target: str = Field(default="", max_length=LONGEST)


class Asked(Record):
    """The body. `support` false leaves support and demand out of the order; `limit` is how many courses come back."""

    goal: AskedGoal
    profile: Profile = Profile()
    limit: StrictInt = Field(default=SHOWN, ge=1, le=MOST_SHOWN)
    support: StrictBool = True


def matcher() -> Matcher:
    """The matcher over the finder in use, made once."""
    found = current_app.extensions.get("matcher")
    if found is None or found.finder is not finder():
        found = current_app.extensions["matcher"] = Matcher(finder=finder(), rules=current_app.extensions["incentives"])
    return cast("Matcher", found)


@MATCH.post("/api/match")
def match() -> Response:
    """Courses that bring somebody to a goal, with score, gap, week and incentives."""
    if (request.content_length or 0) > LARGEST:
        return problem(413, say(message("problem.profile.size", most=LARGEST)))
    try:
        asked = read_body(request.get_data(cache=False))
    except ProfileWrong as wrong:
        return refused_fields(wrong.problems)
    if asked.profile.place and not finder().places.find(asked.profile.place):
        return refused_fields([_unknown_place(asked.profile.place)])
    found = matcher().match(
        asked.goal.kind,
        asked.goal.target,
        asked.profile,
        language(),
        limit=asked.limit,
        support_counts=asked.support,
    )
    answer = jsonify(answered(found))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def read_body(body: bytes) -> Asked:
    """The question. Raises ProfileWrong with every field that is wrong."""
    try:
        given = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        wrong = Wrong(name="", what=message("problem.profile.json"), mend=message("mend.profile.json"))
        raise ProfileWrong([wrong]) from None
    try:
        return Asked.model_validate(given)
    except ValidationError as error:
        raise ProfileWrong(problems_of(error)) from error


def _no_number(text: str) -> None:
    """NaN and Infinity, which JSON does not have and Python would read."""
    raise ValueError(text)


def _unknown_place(given: str) -> Wrong:
    what = message("parameter.place", value=given[:60])
    return Wrong(name="profile.place", what=what, mend=message("mend.profile.place"))

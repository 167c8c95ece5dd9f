"""A stamp as JSON and back: both engines keep it in this form."""

import json
from dataclasses import asdict
from datetime import date

from indexer.engine.port import Stamp


def to_json(stamp: Stamp) -> str:
    """The stamp as one JSON object."""
    return json.dumps({**asdict(stamp), "built_for": stamp.built_for.isoformat()}, ensure_ascii=False)


def from_json(text: str) -> Stamp:
    """The stamp that `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    given = json.loads(text)
    given["built_for"] = date.fromisoformat(given["built_for"])
    given["sources"] = tuple(given["sources"])
    return Stamp(**given)

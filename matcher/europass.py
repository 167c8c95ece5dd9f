"""A profile in the shape of Europass (SkillsPassport, LearnerInfo), out and in. What is mapped stands in docs/match.md.

Only work, education, languages and job-related skills: who somebody is (Identification) is never written, never read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from catalogue.checks import Wrong
from catalogue.competences import Competence, Occupation
from matcher.concepts import Concepts
from matcher.profile import LEVELS, Held, Past, Profile, ProfileWrong, Spoken, read_profile, wrong

# Levels of education as Europass has them (ISCED) on the scale of qualifications; one of `EQF n` is taken as it is.
_ISCED = {"0": 0, "1": 1, "2": 2, "3": 4, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8}
_EQF = re.compile(r"\bEQF\s*([1-8])\b")
# How sure something is that was only read in a list of skills.
FROM_CV = 0.8
_SKILLS = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
_TAG = re.compile(r"<[^>]*>")
_SEPARATOR = re.compile(r"[\n;•]|</?li>|<br */?>")


def to_europass(profile: Profile, concepts: Concepts, language: str = "nl") -> dict[str, Any]:
    """The profile as the JSON of Europass. Concepts that are unknown to the vocabulary are left out."""
    skills: dict[str, Any] = {}
    if profile.languages:
        skills["Linguistic"] = {"ForeignLanguage": [_language(one) for one in profile.languages]}
    labels = [_label(one.id, concepts, language) for one in profile.competences if one.confidence]
    if any(labels):
        skills["JobRelated"] = {"Description": "\n".join(filter(None, labels))}
    learner = {
        "WorkExperience": [work for one in profile.occupations if (work := _work(one, concepts, language))],
        "Education": [] if profile.level is None else [_education(profile.level)],
        "Skills": skills,
    }
    return {"SkillsPassport": {"Locale": language, "LearnerInfo": {name: one for name, one in learner.items() if one}}}


def _label(name: str, concepts: Concepts, language: str) -> str | None:
    concept = concepts.find(name)
    return None if concept is None else concept.spoken(language)[1].preferred


def _work(past: Past, concepts: Concepts, language: str) -> dict[str, Any] | None:
    occupation = concepts.find(past.id)
    if occupation is None:
        return None
    position = {"Code": occupation.uri or occupation.id, "Label": occupation.spoken(language)[1].preferred}
    return {"Position": position}


def _education(level: int) -> dict[str, Any]:
    return {"Level": {"Label": f"EQF {level}"} if level else {"Code": "0", "Label": "ISCED 0"}}


def _language(spoken: Spoken) -> dict[str, Any]:
    level = {} if spoken.level is None else {"ProficiencyLevel": dict.fromkeys(_SKILLS, spoken.level)}
    return {"Description": {"Code": spoken.language}, **level}


def from_europass(given: object, concepts: Concepts) -> Profile:
    """The profile in a Europass file that was parsed. Raises ProfileWrong where it is none."""
    learner = _at(given, "SkillsPassport", "LearnerInfo") or _at(given, "LearnerInfo")
    if not isinstance(learner, Mapping):
        problem: Wrong = wrong("SkillsPassport.LearnerInfo", "missing")
        raise ProfileWrong([problem])
    described = _at(learner, "Skills", "JobRelated", "Description")
    text = described if isinstance(described, str) else ""
    made = {
        "occupations": _pasts(learner, concepts),
        "level": max(_levels(learner), default=None),
        "languages": [one.model_dump() for one in _languages(learner)],
        "competences": [one.model_dump() for one in _competences(text, concepts)],
        "words": " ".join(_TAG.sub(" ", text).split())[:20_000],
    }
    return read_profile(made, "europass")


def _at(given: object, *way: str) -> object:
    """What stands at the end of a way; None where it ends before."""
    for name in way:
        given = given.get(name) if isinstance(given, Mapping) else None
    return given


def _several(given: object) -> list[object]:
    return given if isinstance(given, list) else [] if given is None else [given]


def _pasts(learner: Mapping[str, Any], concepts: Concepts) -> list[dict[str, Any]]:
    """Positions by their code, else by their label where just one occupation is called so."""
    found: dict[str, dict[str, Any]] = {}
    for work in _several(learner.get("WorkExperience")):
        code, label = _at(work, "Position", "Code"), _at(work, "Position", "Label")
        known = concepts.find(code) if isinstance(code, str) else None
        if known is None and isinstance(label, str):
            called = [one for one in concepts.called(label) if isinstance(one, Occupation)]
            known = called[0] if len(called) == 1 else None
        if isinstance(known, Occupation):
            found[known.id] = Past(id=known.id).model_dump()
    return list(found.values())


def _levels(learner: Mapping[str, Any]) -> Iterator[int]:
    for education in _several(learner.get("Education")):
        label, code = _at(education, "Level", "Label"), _at(education, "Level", "Code")
        named = _EQF.search(label) if isinstance(label, str) else None
        if named:
            yield int(named[1])
        elif isinstance(code, str) and code in _ISCED:
            yield _ISCED[code]


def _languages(learner: Mapping[str, Any]) -> Iterator[Spoken]:
    """A mother tongue is C2; another language is as good as its weakest skill."""
    for one in _several(_at(learner, "Skills", "Linguistic", "MotherTongue")):
        code = _at(one, "Description", "Code")
        if isinstance(code, str) and re.fullmatch("[a-z]{2}", code):
            yield Spoken(language=code, level="C2")
    for one in _several(_at(learner, "Skills", "Linguistic", "ForeignLanguage")):
        code = _at(one, "Description", "Code")
        given = [_at(one, "ProficiencyLevel", skill) for skill in _SKILLS]
        levels = [level for level in LEVELS if level in given]
        if isinstance(code, str) and re.fullmatch("[a-z]{2}", code):
            yield Spoken.model_validate({"language": code, "level": levels[0] if levels else None})


def _competences(text: str, concepts: Concepts) -> list[Held]:
    """Skills of which a line is just the label, and those that are called by name in a line."""
    found: dict[str, Held] = {}
    for line in _SEPARATOR.split(text):
        bare = " ".join(_TAG.sub(" ", line).split())
        called = concepts.called(bare) if bare else ()
        named = called or tuple(concepts.vocabulary.by_id[name] for name in concepts.mentions.find(bare))
        for one in named:
            if isinstance(one, Competence):
                found[one.id] = Held(id=one.id, confidence=FROM_CV, origin="cv")
    return list(found.values())

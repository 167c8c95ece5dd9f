"""Two vocabularies become one, and a vocabulary without some of its labels. Neither reads a file."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from catalogue.competences import LANGUAGES, Competence, Labels, Occupation, Vocabulary, label_key
from catalogue.esco_forms import forms

AnyConcept = TypeVar("AnyConcept", Occupation, Competence)


def merge(shipped: Vocabulary, esco: Vocabulary) -> Vocabulary:
    """Both as one. Concepts with the same URI become one: our id, preferred labels and links first, then ESCO's.

    Where we call a competence optional and ESCO essential, or the reverse, ours stands. A label may afterwards belong
    to several concepts, which our own vocabulary never allows. Raises ValueError where an id stands in both.
    """
    ours = {one.uri: one.id for one in (*shipped.occupations, *shipped.competences) if one.uri}
    theirs = {one.uri: one for one in (*esco.occupations, *esco.competences) if one.uri}
    new_ids = {one.id: ours[uri] for uri, one in theirs.items() if uri in ours}
    occupations = [_renamed(one, new_ids) for one in esco.occupations]
    by_id = {one.id: one for one in occupations}
    competences = {new_ids.get(one.id, one.id): one for one in esco.competences}
    joined = [_joined_occupation(one, by_id.pop(one.id, None)) for one in shipped.occupations]
    learned = [_joined(one, competences.pop(one.id, None)) for one in shipped.competences]
    return Vocabulary(
        occupations=(*joined, *by_id.values()),
        competences=(*learned, *competences.values()),
    )


def _renamed(occupation: Occupation, new_ids: Mapping[str, str]) -> Occupation:
    """The occupation under our id where we have it, naming others by our ids."""
    if occupation.id not in new_ids and new_ids.keys().isdisjoint(_named(occupation)):
        return occupation
    # Copies are not validated: the values come from valid records, and `Vocabulary` checks that every id exists.
    return occupation.model_copy(
        update={
            "id": new_ids.get(occupation.id, occupation.id),
            "essential": _once(new_ids.get(id_, id_) for id_ in occupation.essential),
            "optional": _once(new_ids.get(id_, id_) for id_ in occupation.optional),
            "near": _once(new_ids.get(id_, id_) for id_ in occupation.near),
        }
    )


def _named(occupation: Occupation) -> tuple[str, ...]:
    return (*occupation.essential, *occupation.optional, *occupation.near)


def _joined_occupation(ours: Occupation, theirs: Occupation | None) -> Occupation:
    if theirs is None:
        return ours
    essential = _once([*ours.essential, *(id_ for id_ in theirs.essential if id_ not in ours.optional)])
    optional = _once([*ours.optional, *(id_ for id_ in theirs.optional if id_ not in essential)])
    near = _once([*ours.near, *theirs.near])
    links = {"essential": essential, "optional": optional, "near": near, "isco": ours.isco or theirs.isco}
    return _joined(ours, theirs).model_copy(update=links)


def _joined(ours: AnyConcept, theirs: AnyConcept | None) -> AnyConcept:
    """Our concept with the labels of both."""
    if theirs is None:
        return ours
    labels = dict(theirs.labels) | {
        language: _all_labels(own, theirs.labels.get(language)) for language, own in ours.labels.items()
    }
    return ours.model_copy(update={"labels": labels})


def _all_labels(ours: Labels, theirs: Labels | None) -> Labels:
    """Ours as they stand; theirs, their preferred label too, among the alternatives and the everyday words."""
    if theirs is None:
        return ours
    known = {label_key(label) for label in ours.every()}
    everyday = tuple(label for label in theirs.everyday if label_key(label) not in known)
    others = tuple(label for label in theirs.every() if label not in theirs.everyday and label_key(label) not in known)
    return ours.model_copy(
        update={"alternatives": (*ours.alternatives, *others), "everyday": (*ours.everyday, *everyday)}
    )


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def without_labels(vocabulary: Vocabulary, hidden: Collection[str]) -> Vocabulary:
    """A copy without the labels that equal one of these (see `label_key`), in whatever language.

    A pair of forms such as "boekhouder/boekhoudster" hides both. A concept that loses its preferred label gets its
    next one; one that loses all labels falls away, also where other concepts name it. For honest measuring: a
    question that is a label of the vocabulary must not find itself.
    """
    keys = _keys(hidden)
    occupations = [left for one in vocabulary.occupations if (left := _without(one, keys))]
    competences = tuple(kept for one in vocabulary.competences if (kept := _without(one, keys)))
    ids = {concept.id for concept in (*occupations, *competences)}
    return Vocabulary(occupations=tuple(_naming(one, ids) for one in occupations), competences=competences)


def _keys(hidden: Iterable[str]) -> frozenset[str]:
    found = set()
    for label in hidden:
        found.add(label_key(label))
        for pair in (forms(label, language) for language in LANGUAGES):
            found |= {label_key(pair.masculine), label_key(pair.feminine)} if pair else set()
    return frozenset(found)


def _without(concept: AnyConcept, keys: frozenset[str]) -> AnyConcept | None:
    """The concept without these labels; itself where it has none of them, None where it has no others."""
    if not any(label_key(label) in keys for _, label in concept.every_label()):
        return concept
    labels = {language: _left(one, keys) for language, one in concept.labels.items()}
    kept = {language: one for language, one in labels.items() if one}
    # A copy is not validated, and needs not be: each text stood in a valid record.
    return concept.model_copy(update={"labels": kept}) if kept else None


def _left(labels: Labels, keys: frozenset[str]) -> Labels | None:
    def stays(label: str | None) -> bool:
        return label is not None and label_key(label) not in keys

    left = [label for label in labels.every() if stays(label)]
    if not left:
        return None
    preferred, *others = left
    return Labels(
        preferred=preferred,
        feminine=labels.feminine if stays(labels.feminine) else None,
        masculine=labels.masculine if stays(labels.masculine) else None,
        alternatives=tuple(label for label in labels.alternatives if label in others),
        everyday=tuple(label for label in labels.everyday if label in others),
    )


def _naming(occupation: Occupation, ids: set[str]) -> Occupation:
    """The occupation without the ids that no longer exist."""
    if ids.issuperset(_named(occupation)):
        return occupation
    fields = ("essential", "optional", "near")
    return occupation.model_copy(
        update={name: tuple(id_ for id_ in getattr(occupation, name) if id_ in ids) for name in fields}
    )

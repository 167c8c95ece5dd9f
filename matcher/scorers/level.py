"""Niveau: can one start with what one holds, and does the course bring a step upwards?"""

from catalogue.course import CertificateKind
from catalogue.messages import Message, message
from matcher.goal import Kind
from matcher.scorers.base import MIDDLE, Part, Scorer, Standing, Value

# A course that asks one level more than somebody holds may still do; two are too many.
_ONE_HIGHER = 0.4
# Far below what one holds teaches little that is new: each level further takes off so much.
_TOO_EASY = 0.15
_EASY_FROM = 2


def _entry(one: Standing) -> Part:
    asked, held = one.course.entry_level, one.profile.level
    if asked == 0:
        return _easy(asked, held, message("bar.niveau.open"))
    if asked is None or held is None:
        return Part(name="entry", value=None, why=message("bar.niveau.entry_unknown"))
    if asked > held:
        why = message("bar.niveau.too_high", asked=asked, held=held)
        return Part(name="entry", value=_ONE_HIGHER if asked == held + 1 else 0.0, why=why)
    return _easy(asked, held, message("bar.niveau.enough"))


def _easy(asked: int, held: int | None, why: Message) -> Part:
    below = max(0, (held or 0) - asked - _EASY_FROM)
    return Part(name="entry", value=max(MIDDLE, 1.0 - _TOO_EASY * below), why=why)


def _step(one: Standing) -> Part:
    certificate = one.course.certificate
    if certificate is None or certificate.kind == CertificateKind.UNKNOWN:
        return Part(name="step", value=None)
    worth = one.numbers.level.certificate[certificate.kind]
    held, level = one.profile.level, certificate.level
    if one.goal.kind == Kind.CATCH_UP and held is not None and level is not None and level <= held:
        # A certificate of a level that one already holds is no step.
        return Part(name="step", value=worth * MIDDLE, why=message("bar.niveau.no_step"))
    formal = certificate.kind in (CertificateKind.DIPLOMA, CertificateKind.CERTIFICATE)
    why = message("bar.niveau.step", level=level) if formal and level else None
    return Part(name="step", value=worth, why=why)


def _find(one: Standing) -> Value:
    weights = one.numbers.level.of(one.goal.kind)
    parts = ((_entry(one), weights.entry), (_step(one), weights.step))
    value = sum((MIDDLE if part.value is None else part.value) * weight for part, weight in parts)
    known = sum(weight for part, weight in parts if part.value is not None)
    why = tuple(part.why for part, _ in parts if part.why is not None)
    return Value(value=value, known=known, why=why, parts=tuple(part for part, _ in parts))


LEVEL = Scorer(name="niveau", label=message("bar.niveau"), help=message("bar.niveau.help"), find=_find)

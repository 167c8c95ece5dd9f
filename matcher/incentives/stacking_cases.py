"""Runs the `stacking` cases of a file: whether instruments may be had together. Other cases are run in `cases`."""

from collections.abc import Iterator, Mapping

from matcher.incentives.cases import Broken, StackingCase
from matcher.incentives.cumulation import Cumulation, Effect


def run_stacking(
    case: StackingCase, file: str, cumulation: Cumulation, packs: Mapping[str, object]
) -> Iterator[Broken]:
    """What the rules on pairs say otherwise than a case. A name that no pack and no rule has is a typing error."""
    unknown = sorted(set(case.instruments) - set(packs) - cumulation.names)
    for name in unknown:
        yield Broken(file=file, case=case.id, instrument=name, what="instrument", expected=name, found="no pack")
    if unknown:
        return
    judged = cumulation.judge(case.instruments, case.as_of)
    if judged.lawful != case.lawful:
        why = [f"{rule.a} and {rule.b} {rule.effect}" for rule in judged.rules if rule.effect != Effect.UNKNOWN]
        why += [f"nothing read on {one} and {other}" for one, other in judged.unknown]
        yield Broken(
            file=file,
            case=case.id,
            instrument=" + ".join(case.instruments),
            what="lawful",
            expected=case.lawful,
            found=f"{judged.lawful} ({'; '.join(why) or 'no pair'})",
        )

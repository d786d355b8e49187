"""Put documents that were read beside their gold annotation, and report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from inquit.document import Document
from inquit.evaluation import (
    CIRCUMSTANCES,
    FORMS,
    MEASURES,
    Case,
    Judged,
    Rates,
    Tally,
    calibration_error,
    circumstance_rates,
    judged_of,
    kind_rates,
    outermost,
    pair,
    parents_right,
    speaker_rates,
    types_right,
)


def case(gold: dict[str, Any], document: Document) -> Case:
    """Put a corpus document and what was found in its text side by side."""
    found = tuple(
        Judged(
            s.id,
            s.source,
            s.cue,
            s.content,
            s.kind,
            s.parent,
            s.confidence,
            s.speaker.name if s.speaker else None,
            s.speaker.type if s.speaker else None,
            s.addressee.span if s.addressee else None,
            s.time.span if s.time else None,
            s.channel,
        )
        for s in document.statements
    )
    return Case(str(gold.get("id", document.id)), document.text, judged_of(gold), found)


def narrowed(cases: Sequence[Case], nested: bool) -> list[Case]:
    """Keep outermost attributions alone, on both sides, unless ``nested``."""
    if nested:
        return list(cases)
    return [Case(one.id, one.text, outermost(one.gold), outermost(one.found)) for one in cases]


def tallied(cases: Sequence[Case], nested: bool) -> Tally:
    """Count over documents."""
    tally = Tally()
    for one in narrowed(cases, nested):
        tally.add(one)
    return tally


def report(cases: Sequence[Case], nested: bool) -> str:
    """Write the table of measures by form, and the single figures below it."""
    tally = tallied(cases, nested)
    width = max(map(len, MEASURES))
    lines = [f"{len(cases)} documents, " + ("nested attributions counted" if nested else "outermost attributions only"), ""]
    lines.append(" " * width + "".join(f"  {form:^20}" for form in FORMS))
    lines.append(" " * width + "  " + "  ".join(["    P     R    F1   "] * len(FORMS)))
    for measure in MEASURES:
        cells = ["  ".join(f"{100 * value:4.1f}" for value in tally.rates(measure, form)[:3]) for form in FORMS]
        lines.append(f"{measure:<{width}}  " + "  ".join(f"{cell:^20}" for cell in cells))
    lines.append(
        f"{'gold / found':<{width}}  "
        + "  ".join(f"{rates.gold} / {rates.found}".center(20) for rates in (tally.rates("relation", f) for f in FORMS))
    )
    lines.append("")
    if any(one.kind for of in cases for one in of.gold):
        kinds = kind_rates(cases)
        lines.append(f"attitude on matched: {_rates(kinds)}  ({kinds.gold} gold)")
        right, of = parents_right(cases)
        lines.append(f"parent right on matched nested: {right} of {of}")
    if any(one.speaker for of in cases for one in of.gold):
        for label, hard in (("speaker", False), ("speaker, hard", True)):
            name = speaker_rates(cases, hard)
            lines.append(f"{label}: {_rates(name)}  ({name.gold} gold, {name.found} answers)")
        right, of = types_right(cases)
        lines.append(f"speaker type right on matched: {right} of {of}")
        for role in CIRCUMSTANCES:
            rates = circumstance_rates(cases, role)
            lines.append(f"{role}, overlap: {_rates(rates)}  ({rates.gold} gold)")
    lines.append(f"calibration error, 10 bins: {calibration_error(narrowed(cases, nested)):.3f}")
    return "\n".join(lines)


def _rates(rates: Rates) -> str:
    return f"P {100 * rates.precision:.1f}  R {100 * rates.recall:.1f}  F1 {100 * rates.f1:.1f}"


def listing(cases: Sequence[Case], nested: bool) -> Iterator[str]:
    """List misses and false finds, document by document, each with its offset."""
    for one in narrowed(cases, nested):
        paired = pair(one)
        if not paired.missed and not paired.false:
            continue
        yield f"\n{one.id}"
        wrong = [(one.gold[j], "missed") for j in paired.missed] + [(one.found[i], "false ") for i in paired.false]
        for judged, what in sorted(wrong, key=lambda entry: entry[0].content[0].start):
            yield f"  {what} {judged.content[0].start:>6}  {_worded(one.text, judged)}"


def _worded(text: str, judged: Judged) -> str:
    parts = []
    for role in ("source", "cue", "content"):
        words = " … ".join(span.of(text) for span in getattr(judged, role))
        parts.append(" ".join(words.split()) or "—")
    sure = "" if judged.confidence is None else f"  ({judged.confidence:.2f})"
    return f"[{parts[0]}] [{parts[1]}] {parts[2]}{sure}"

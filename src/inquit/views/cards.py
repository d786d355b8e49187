"""The statements of a page as a list of cards, with what chooses among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from inquit.document import Document
from inquit.spans import Span
from inquit.statement import Speaker, Statement
from inquit.views.signs import folded
from inquit.views.words import Words, joined, meter, text

BESIDE = ("addressee", "time", "place", "channel")
"""What a statement may have beside source, cue and content, in the order in which a card tells it."""

# More bars than these are a list to read, not a picture to look at.
_BARS = 8

_NOBODY = "nobody"
KeyOf = Callable[[Statement], str]


class Listed(NamedTuple):
    """A statement with its number in the list, from 1, and how deep it is nested."""

    number: int
    statement: Statement
    depth: int

    @property
    def call(self) -> int:
        """Where its number stands in the copy: after its cue, else after what it has."""
        one = self.statement
        return max((span.end for span in one.cue or one.source or one.content), default=0)

    @property
    def length(self) -> int:
        """Code points of its content."""
        return sum(span.length for span in self.statement.content)

    def beside(self, role: str) -> Span | None:
        """The words of one of :data:`BESIDE`."""
        held = getattr(self.statement, role)
        if held is None or isinstance(held, Span):
            return held
        span: Span = held.span
        return span

    def evidence(self) -> Iterator[Span]:
        """What proves speaker and act where the statement's own words do not."""
        one = self.statement
        own = (*one.source, *one.cue)
        for held in one.speaker.evidence if one.speaker else ():
            if not any(span.contains(held.span) for span in own):
                yield held.span
        if one.act and one.act.level == "interpretive":
            yield from one.act.evidence


@dataclass(frozen=True, slots=True)
class Choice:
    """What a filter offers: a value as the cards carry it, its name, how many statements have it, and the first."""

    value: str
    name: str
    count: int
    first: int


class Cards:
    """The list in the making, the filters over it and the overview."""

    def __init__(self, document: Document, words: Words, statements: Sequence[Listed]) -> None:
        self.document, self.words, self.statements = document, words, statements
        self.own = words.lang(document.language)
        # What a filter compares is a number, an act or a type, never a word of the copy.
        self.who, self.speakers = self._numbered(_speaker_key, self._speaker)
        self.to, self.addressees = self._numbered(self._addressee_key, self._addressee)

    # -- who speaks how often --

    def overview(self) -> Iterator[str]:
        """Bars, the one who speaks most first; nothing where there is nothing to compare."""
        shown = self.speakers[:_BARS]
        most = max((one.count for one in shown), default=0)
        if len(shown) < 2 or most < 2:
            return
        yield '<section class="overview" aria-labelledby="overview-title">'
        yield f'<h2 id="overview-title">{escape(self.words["overview"])}</h2><ul role="list" id="overview">'
        for one in shown:
            label = self.words["bar"].format(speaker=one.name, count=self.words.count("statements", one.count))
            link = f'<a class="bar" href="#s{one.first}" data-who="{one.value}" aria-label="{text(label)}">'
            bar = f'{meter(one.count / most, "share")}<span class="times">{one.count}</span>'
            yield f"<li>{link}<bdi{self.own}>{text(one.name)}</bdi>{bar}</a></li>"
        yield "</ul>"
        if len(self.speakers) > _BARS:
            yield f'<p class="more">{escape(self.words["overview.more"].format(count=len(self.speakers) - _BARS))}</p>'
        yield "</section>"

    # -- the list --

    def html(self) -> Iterator[str]:
        """The list with its heading and filters."""
        count = len(self.statements)
        some = self.words["filter.some"].replace("{count}", str(count))
        yield f'<section class="list" id="statements" aria-labelledby="statements-title" data-some="{escape(some)}">'
        yield f'<h2 id="statements-title">{escape(self.words.count("statements", count))}</h2>'
        if not self.statements:
            yield f'<p class="none">{escape(self.words["statements.sentence"])}</p>'
        yield from self._filters()
        depth = -1
        for one in self.statements:
            if one.depth > depth:
                yield '<ol role="list">' if depth < 0 else f'<ol role="list" aria-label="{escape(self.words["within"])}">'
            else:
                yield "</li>" + "</ol></li>" * (depth - one.depth)
            yield from self._item(one)
            depth = one.depth
        if self.statements:
            yield "</li></ol>" * (depth + 1)
        yield "</section>"

    def _filters(self) -> Iterator[str]:
        acts = Counter(one.statement.act.label for one in self.statements if one.statement.act)
        types = Counter(one.statement.speaker.type for one in self.statements if one.statement.speaker)
        offered = {
            "who": ("filter.speaker", self.speakers),
            "act": ("filter.act", [Choice(key, self.words.named("act", key), count, 0) for key, count in acts.most_common()]),
            "type": ("filter.type", [Choice(key, self.words.named("type", key), count, 0) for key, count in types.most_common()]),
            "to": ("filter.addressee", self.addressees),
        }
        # A filter of one value that every statement has would do nothing.
        useful = {name: held for name, held in offered.items() if any(one.count < len(self.statements) for one in held[1])}
        if not useful:
            return
        # What the script alone can do is not promised before it runs.
        yield f'<div class="filters" id="filters" role="group" aria-label="{escape(self.words["filter"])}" hidden>'
        for name, (key, choices) in useful.items():
            yield f'<label><span>{escape(self.words[key])}</span> <select name="{name}" autocomplete="off">'
            yield f'<option value="">{escape(self.words["filter.all"])}</option>'
            for one in choices:
                yield f'<option value="{text(one.value)}">{text(one.name)} ({one.count})</option>'
            yield "</select></label>"
        yield f'<button type="button" id="clear" hidden>{escape(self.words["filter.clear"])}</button>'
        yield f'<p class="none" id="none" hidden>{escape(self.words["filter.none"])}</p>'
        yield "</div>"

    def _item(self, one: Listed) -> Iterator[str]:
        words, held = self.words, one.statement
        say = words["say"].format(number=one.number, count=len(self.statements), speaker=words.speaker(self.document.text, held))
        sifted = {
            "who": self.who[one.number],
            "act": held.act.label if held.act else "",
            "type": held.speaker.type if held.speaker else "",
            "to": self.to.get(one.number, ""),
        }
        data = "".join(f' data-{name}="{text(value)}"' for name, value in sifted.items() if value)
        yield f'<li class="item" id="s{one.number}" data-n="{one.number}"{data} data-say="{text(say)}"><div class="card">'
        yield from self._heading(one)
        if held.speaker and (about := list(self._about(held.speaker))):
            yield f'<p class="about">{" · ".join(about)}</p>'
        if held.content_text:
            yield f'<p class="what"><bdi{self.own}>{text(held.content_text)}</bdi></p>'
        if beside := list(self._beside(held)):
            yield '<dl class="beside">'
            for role, value in beside:
                yield f'<div class="{role}"><dt>{escape(words[f"fact.{role}"])}</dt> <dd>{value}</dd></div>'
            yield "</dl>"
        yield '<p class="facts">'
        if held.act:
            level = f'<span class="level {held.act.level}">({text(words.named("level", held.act.level))})</span>'
            yield f'<span class="act">{text(words.named("act", held.act.label))} {level}</span>'
        yield f"<span>{escape(words[f'form.{held.form}'])}</span> <span>{escape(words[f'kind.{held.kind}'])}</span>"
        yield f'<span class="sure">{meter(held.confidence)} {escape(self._confidence(held.confidence))}</span></p>'
        yield from self._evidence(held)
        yield "</div>"

    def _heading(self, one: Listed) -> Iterator[str]:
        """Number, chain, speaker, what casts doubt, cue."""
        words, held = self.words, one.statement
        link = words["see"].format(number=one.number)
        yield f'<p class="who"><a class="number" href="#c{one.number}" data-n="{one.number}" aria-label="{text(link)}">{one.number}</a>'
        for name in held.chain[:-1]:
            yield f'<span class="through">{self._bdi(name) if name else escape(words["unknown"])} →</span>'
        if held.speaker:
            yield f'<bdi class="speaker"{self.own}>{text(held.speaker.name)}</bdi>'
        else:
            yield f'<span class="speaker unknown">{text(words.speaker(self.document.text, held))}</span>'
        if held.modality != "reported":
            yield f'<span class="doubt {text(held.modality)}">{text(words.named("modality", held.modality))}</span>'
        if held.negated:
            yield f'<span class="negated">{escape(words["negated"])}</span>'
        if cue := joined(self.document.text, held.cue):
            yield f'<bdi class="how"{self.own}>{escape(cue)}</bdi>'
        yield "</p>"

    def _about(self, one: Speaker) -> Iterator[str]:
        """What is known of a speaker, as markup."""
        if one.role and one.role != one.name:
            yield self._bdi(one.role)
        if one.organization and one.organization not in (one.role or "") and one.organization != one.name:
            yield self._bdi(one.organization)
        if one.members:
            yield ", ".join(map(self._bdi, one.members))
        yield text(self.words.named("type", one.type))
        if one.country:
            yield text(one.country)

    def _beside(self, one: Statement) -> Iterator[tuple[str, str]]:
        """To whom, when, where and through what, as markup; what is not known has no line."""
        if one.addressee:
            yield "addressee", self._bdi(self._addressee(one))
        if one.time:
            words = self._bdi(one.time.span.of(self.document.text))
            why = self.words.named("unknown", dict(one.unknown).get("time", "not-understood"))
            yield "time", f"{self.words.date(one.time.value)} ({words})" if one.time.value else f"{words} ({text(why)})"
        if one.place:
            yield "place", self._bdi(one.place.name) + (f" · {text(one.place.country)}" if one.place.country else "")
        if one.channel:
            yield "channel", self._bdi(one.channel.of(self.document.text))

    def _evidence(self, one: Statement) -> Iterator[str]:
        """What proves the fields, what is named, and what is not known and why, folded away."""
        words = self.words
        lines = [
            (words.named("field", held.field), self._proof([held.span], held.rule))
            for held in (one.speaker.evidence if one.speaker else ())
        ]
        lines += [
            (words.named("field", role), self._proof([held.span], held.rule))
            for role, held in (("time", one.time), ("place", one.place))
            if held
        ]
        if one.act:
            lines.append((words["field.act"], self._proof(one.act.evidence, one.act.rule)))
        if one.mentions:
            lines.append((words["evidence.mentions"], ", ".join(map(self._bdi, one.mentions))))
        if one.unknown:
            reasons = (f"{words.named('field', name)} ({words.named('unknown', why)})" for name, why in one.unknown)
            lines.append((words["evidence.unknown"], ", ".join(map(text, reasons))))
        if not lines:
            return
        yield f'<details class="proof"><summary>{escape(words["evidence"])}</summary><dl>'
        for name, value in lines:
            yield f"<div><dt>{text(name)}</dt> <dd>{value}</dd></div>"
        yield "</dl></details>"

    def _proof(self, spans: Iterable[Span], rule: str) -> str:
        said = " … ".join(self._bdi(span.of(self.document.text)) for span in spans)
        return f"{said} <code>{text(rule)}</code>" if rule else said

    def _bdi(self, words: str) -> str:
        return f"<bdi{self.own}>{text(words)}</bdi>"

    def _confidence(self, confidence: float) -> str:
        return self.words["confidence"].format(confidence=f"{confidence:.2f}".replace(".", self.words["decimal"]))

    # -- what the filters compare --

    def _speaker(self, one: Statement) -> str:
        return folded(one.speaker.name) if one.speaker else self.words["unknown"]

    def _addressee(self, one: Statement) -> str:
        if one.addressee is None:
            return ""
        return folded(one.addressee.name or one.addressee.span.of(self.document.text))

    def _addressee_key(self, one: Statement) -> str:
        return self._addressee(one).casefold()

    def _numbered(self, key: KeyOf, name: KeyOf) -> tuple[dict[int, str], list[Choice]]:
        """Number what statements have in common, the most frequent first, the unknown last; those whose key is empty have none."""
        held = [(one.number, found, one.statement) for one in self.statements if (found := key(one.statement))]
        counted = Counter(found for _, found, _ in held)
        first: dict[str, tuple[int, Statement]] = {}
        for number, found, statement in held:
            first.setdefault(found, (number, statement))
        ordered = sorted(counted, key=lambda found: (found == _NOBODY, -counted[found]))
        values = {found: str(value) for value, found in enumerate(ordered, start=1)}
        choices = [Choice(values[found], name(first[found][1]), counted[found], first[found][0]) for found in ordered]
        return {number: values[found] for number, found, _ in held}, choices


def _speaker_key(one: Statement) -> str:
    return f"known {one.speaker.id}" if one.speaker else _NOBODY

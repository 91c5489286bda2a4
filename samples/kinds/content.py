"""Invented duties, goals and indicators: what the documents say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from typeset.model import Fraction

from .elements import Line, line
from .offices import Office, Post, Registry, fields, phrases

SOURCE_STYLES = {"one": 0.62, "two": 0.8, "dashes": 0.9, "numbers": 1.0}  # cumulated shares


@dataclass(frozen=True)
class Indicator:
    """An indicator with all that a table may say of it."""

    text: str
    formula: tuple[Line, ...]
    source: tuple[Line, ...]
    reason: str
    definition: str
    target: str
    unit: str
    count: bool


@dataclass(frozen=True)
class Goal:
    """A goal and its indicators."""

    text: str
    indicators: tuple[Indicator, ...]


@dataclass
class Author(Registry):
    """Writes an office's papers."""

    used: set[str] = field(default_factory=set)
    symbols: bool = True
    """Whether the type has the sign of a sum."""

    # duties

    def duties(self, post: Post, office: Office) -> list[str]:
        """The Tugas of a post: mostly one long sentence."""
        words = phrases()
        count = 1 if self.chance(0.75) else self.rng.randint(2, 4)
        found = []
        for verb in self.rng.sample(words["duty_verbs"], count):
            tail = self.pick(words["duty_tails"])
            about = self._about(post)
            text = f"{verb} {about} {tail}".strip()
            if self.chance(0.3):
                text = f"{text.rstrip('.')} meliputi {self._listing(post, office)}."
            found.append(self._case(text))
        return found

    def _about(self, post: Post) -> str:
        name = (
            post.field_name.lower()
            if post.level != "chief"
            else f"urusan pemerintahan bidang {post.field_name.lower()}"
        )
        return name if post.level == "chief" else f"bidang {name}"

    def _listing(self, post: Post, office: Office) -> str:
        things = self.things(post, office)
        parts = [f"pengelolaan {thing}" for thing, _ in self.rng.sample(things, min(3, len(things)))]
        return ", ".join(parts[:-1]) + f" dan {parts[-1]}" if len(parts) > 1 else parts[0]

    def functions(self, post: Post, office: Office) -> list[str]:
        """The Fungsi of a post."""
        words = phrases()
        nouns, count = self.chance(0.5), self.rng.randint(2, 9)
        heads = words["function_heads"] if nouns else words["function_verbs"]
        found = []
        for at in range(count):
            thing = self.pick(self.things(post, office))[0]
            tail = "" if nouns else self.pick(words["function_tails"])
            head = heads[(at + count) % len(heads)]
            text = f"{head} di bidang {self.pick((post.field_name.lower(), 'pengelolaan ' + thing))} {tail}"
            found.append(" ".join(text.split()))
        found.append(self.pick(words["last_functions"]))
        found = list(dict.fromkeys(found))
        ends = self.pick(("", ";", ";", "."))
        found = [f"{text}{ends}" for text in found]
        if ends == ";":
            found[-1] = found[-1].rstrip(";") + "."
            if len(found) > 2 and self.chance(0.5):
                found[-2] = found[-2] + " dan"
        return [self._case(text) for text in found] if self.chance(0.5) else found

    def _case(self, text: str) -> str:
        return text[0].upper() + text[1:]

    # indicators

    def things(self, post: Post, office: Office) -> list[list[Any]]:
        """What the post counts."""
        bureau = post.level in ("subbag", "staff", "secretary")
        return list(phrases()["bureau_things"] if bureau else fields()[office.branch]["things"])

    def goals(self, post: Post, office: Office, formula: str, count: int, most: int = 4) -> list[Goal]:
        """Goals with their indicators; `formula` is the way in which this office mostly writes formulas."""
        bureau = post.level in ("subbag", "staff", "secretary")
        branch = fields()[office.branch]
        texts = list(phrases()["bureau_goals"] if bureau else branch["goals"])
        self.rng.shuffle(texts)
        found = []
        for at in range(count):
            text = texts[at % len(texts)]
            if at >= len(texts) or self.chance(0.3):
                text = f"{text} yang {self.pick(phrases()['adjectives'])}"
            if self.chance(0.12):
                text = f"{text} di {office.region}"
            indicators = tuple(
                self.indicator(post, office, formula) for _ in range(self.rng.randint(1, most))
            )
            found.append(Goal(text, indicators))
        return found

    def indicator(self, post: Post, office: Office, formula: str) -> Indicator:
        """One indicator that this document hasn't had yet, as far as there are more."""
        found = self._indicator(post, office, formula)
        for _ in range(12):
            if found.text not in self.used:
                break
            found = self._indicator(post, office, formula)
        self.used.add(found.text)
        return found

    def _indicator(self, post: Post, office: Office, formula: str) -> Indicator:
        branch, words = fields()[office.branch], phrases()
        bureau = post.level in ("subbag", "staff", "secretary")
        of, states = self.pick(self.things(post, office))
        state = self.pick(states)
        sources = (words["bureau_sources"] if bureau else branch["sources"]) + words["common_sources"]
        source = self._sources(sources)
        reason = self.pick(words["reasons"]).format(of=of)
        definition = self.pick(words["definitions"]).format(of=of, Of=of[0].upper() + of[1:], state=state)
        if self.chance(0.25):
            output = self.pick(branch["outputs"]) if not bureau else f"{of} yang {state}"
            text = f"Jumlah {output}"
            unit = self.pick(("Dokumen", "Kegiatan", "Unit", "Orang", "Laporan"))
            simple = self.pick((text, f"Banyaknya {output} dalam satu tahun", "Cukup jelas"))
            target = str(self.rng.choice((1, 2, 4, 12, 25, 60, 150, 1200)))
            return Indicator(text, (line(simple),), source, reason, definition, target, unit, True)
        if self.chance(0.08):
            text = self.pick(words["satisfaction"])
            value = f"{self.rng.randint(60, 92)},{self.rng.randint(10, 99)}"
            mean = line("Jumlah nilai seluruh unsur dibagi jumlah unsur dikali nilai penimbang")
            return Indicator(text, (mean,), source, reason, definition, value, "Nilai", False)
        head = self.pick(("Persentase", "Persentase", "Prosentase", "Cakupan", "Proporsi"))
        text = f"{head} {of} yang {state}"
        target = self.pick(("100", "95", "87,5", "60", "72,25", "40"))
        body = self.formula(of, state, formula)
        if self.chance(0.05):
            body = (*body, line(f"{self.pick(('Catatan', 'Ket'))} : {self.pick(words['notes'])}"))
        unit = self.pick(("%", "Persen"))
        return Indicator(text, body, source, reason, definition, target, unit, False)

    def _sources(self, names: Sequence[str]) -> tuple[Line, ...]:
        first = self.pick(names) if self.chance(0.93) else self.pick(phrases()["source_posts"])
        (style,) = self.rng.choices(list(SOURCE_STYLES), cum_weights=list(SOURCE_STYLES.values()))
        if style == "one":
            return (line(first),)
        others = self.rng.sample([name for name in names if name != first], 2)
        if style == "two":
            return (line(f"{first}, {others[0]}"),)
        if style == "dashes":
            return tuple(line(text, "-") for text in dict.fromkeys([first, *others]))
        return tuple(line(text, f"{at}.") for at, text in enumerate(dict.fromkeys([first, *others]), 1))

    def formula(self, of: str, state: str, way: str) -> tuple[Line, ...]:
        """How a share is reckoned, in one of the ways in which offices write it."""
        if way == "mixed":
            way = self.pick(("stack", "words", "slash", "explain", "both", "letters"))
        elif self.chance(0.25):
            way = self.pick(("explain", "words", "slash", "growth"))
        num, den = f"Jumlah {of} yang {state}", f"Jumlah seluruh {of}"
        if self.symbols and way in ("stack", "equation", "both") and self.chance(0.12):
            num, den = f"∑ {of} yang {state}", f"∑ {of}"
        if way == "meaning":
            return (
                line(f"Makna indikator : {self._explained(of, state)}"),
                line(f"Alasan pemilihan : {self.pick(phrases()['reasons']).format(of=of)}"),
                line(f"Cara perhitungan : {num} dibagi {den[0].lower()}{den[1:]} dikali 100%"),
            )
        if way == "growth":
            before = f"jumlah {of} yang {state} tahun n-1"
            up = f"{num} tahun n - {before}"
            return (Line((Fraction(up, before[0].upper() + before[1:]), "x 100%")),)
        if way == "stack":
            times = self.pick(("x 100%", "x 100%", "x 100 %", "X 100%", "× 100%", ""))
            return (Line(tuple(part for part in (Fraction(num, den), times) if part)),)
        if way == "equation":
            return (Line((f"{self.pick(('P', 'PK', 'N', 'C'))} =", Fraction(num, den), "x 100%")),)
        if way == "both":
            return (line(self._explained(of, state)), Line((Fraction(num, den), "x 100%")))
        if way == "letters":
            return (line("A/B x 100%"), line(f"A = {num}"), line(f"B = {den}"))
        if way == "slash":
            sign = self.pick((" / ", " : ", "/", " ÷ "))
            return (
                line(f"{num}{sign}{den[0].lower()}{den[1:]} {self.pick(('x 100%', 'x 100 %', 'x 100'))}"),
            )
        if way == "words":
            middle = self.pick(("dibagi", "dibagi dengan", "dibandingkan dengan", "–dibagi–"))
            times = self.pick(("dikali 100%", "dikalikan seratus persen", "x 100%"))
            return (line(f"{num} {middle} {den[0].lower()}{den[1:]} {times}"),)
        return (line(self._explained(of, state)),)

    def _explained(self, of: str, state: str) -> str:
        texts = [self.pick(phrases()["explanations"])]
        if self.chance(0.3):
            texts += self.rng.sample(phrases()["continuations"], self.rng.randint(1, 3))
        text = " ".join(part if part.endswith(".") or len(texts) == 1 else f"{part}." for part in texts)
        return text.format(of=of, Of=of[0].upper() + of[1:], **{"is": state})

    def programs(self, office: Office, count: int) -> list[tuple[str, int]]:
        """Programmes with budgets in rupiah."""
        names = fields()[office.branch]["programs"] + [
            "Pelayanan Administrasi Perkantoran",
            "Peningkatan Sarana dan Prasarana Aparatur",
        ]
        chosen = self.rng.sample(names, min(count, len(names)))
        return [
            (
                f"Program {name}",
                self.rng.randint(20, 9000) * 1_000_000 + self.rng.choice((0, 250_000, 477_500)),
            )
            for name in chosen
        ]

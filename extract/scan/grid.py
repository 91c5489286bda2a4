"""Tables' rulings completed: each edge of the grid votes with the ink it has and with its neighbours.

The crossings of rulings give the columns' and rows' places. Between two crossings a ruling is there or is
not; a share of ink decides, a lower share where the ruling goes on at both ends, and the frame is always
closed. What belongs to no grid (bars of fractions, underlines) passes unchanged.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .pieces import Mask
from .rulings import Rule, ink_along

TOUCH_POINTS = 2.5
ATTACH_POINTS = 28.0
FRAME_POINTS, BESIDE_POINTS = 20.0, 75.0
SAME_POINTS = 2.2
ENOUGH, SOME = 0.4, 0.15


def complete(rules: Sequence[Rule], runs_h: Mask, runs_v: Mask, scale: float) -> list[Rule]:
    """The rulings with those of tables mended; vertical ones that belong to no table are no rulings.

    ``runs_h`` and ``runs_v`` are the masks that `rulings.find_rules` gave.
    """
    inner = [rule for rule in rules if _inside_a_cell(rule, rules, scale)]
    tables, loose = _tables([rule for rule in rules if rule not in inner], scale)
    out = [rule for rule in (*inner, *loose) if rule.axis == "h"]
    for table in tables:
        table += [rule for rule in loose if _stands_beside(rule, table, scale)]
        out.extend(_completed(table, runs_h, runs_v, scale))
    return out


def _inside_a_cell(rule: Rule, rules: Sequence[Rule], scale: float) -> bool:
    """Whether a horizontal ruling touches no vertical one and has no mate on its line: the bar of a
    fraction.
    """
    if rule.axis == "v":
        return False
    if any(_crosses(rule, other, TOUCH_POINTS * scale) for other in rules):
        return False
    near = [o for o in rules if o is not rule and o.axis == "h" and abs(o.pos - rule.pos) <= 1.2 * scale]
    return not near


def _stands_beside(rule: Rule, table: Sequence[Rule], scale: float) -> bool:
    """Whether a vertical ruling stands within a table's height at its side: what is left of its frame."""
    if rule.axis == "h" or rule.length < FRAME_POINTS * scale:
        return False
    across = [other for other in table if other.axis == "h"]
    top, bottom = min(o.pos for o in across), max(o.pos for o in across)
    left, right = min(o.start for o in across), max(o.end for o in across)
    slack, reach = TOUCH_POINTS * scale, BESIDE_POINTS * scale
    return (
        top - slack <= rule.start and rule.end <= bottom + slack and left - reach <= rule.pos <= right + reach
    )


def _crosses(a: Rule, b: Rule, slack: float) -> bool:
    """Whether a horizontal and a vertical ruling meet, or nearly."""
    if a.axis == b.axis:
        return False
    return (a.start - slack <= b.pos <= a.end + slack) and (b.start - slack <= a.pos <= b.end + slack)


def _tables(rules: Sequence[Rule], scale: float) -> tuple[list[list[Rule]], list[Rule]]:
    """Groups of rulings that hang together through crossings, and those that cross nothing."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    slack = ATTACH_POINTS * scale
    for i, a in enumerate(rules):
        for j in range(i):
            b = rules[j]
            collinear = a.axis == b.axis and abs(a.pos - b.pos) <= SAME_POINTS * scale
            near = max(a.start, b.start) - min(a.end, b.end) <= 60 * scale
            if _crosses(a, b, slack) or (collinear and near):
                parent[root(i)] = root(j)
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    tables, loose = [], []
    for group in groups.values():
        horizontal = sum(rule.axis == "h" for rule in group)
        if horizontal >= 2 and len(group) - horizontal >= 2:
            tables.append(group)
        else:
            loose.extend(group)
    return tables, loose


def _places(rules: Sequence[Rule], scale: float) -> list[Rule]:
    """One ruling per place across, spanning all that lie there."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: r.pos):
        if out and rule.pos - out[-1].pos <= SAME_POINTS * scale:
            last = out[-1]
            total = last.length + rule.length
            out[-1] = replace(
                last,
                pos=(last.pos * last.length + rule.pos * rule.length) / total,
                start=min(last.start, rule.start),
                end=max(last.end, rule.end),
                width=max(last.width, rule.width),
            )
        else:
            out.append(rule)
    return out


def _completed(table: list[Rule], runs_h: Mask, runs_v: Mask, scale: float) -> list[Rule]:
    horizontal = [r for r in table if r.axis == "h"]
    vertical = [r for r in table if r.axis == "v"]
    rows, columns = _places(horizontal, scale), _places(vertical, scale)
    out = _edges(rows, [c.pos for c in columns], runs_h, scale)
    out += _edges(columns, [r.pos for r in rows], runs_v, scale)
    return out


def _edges(lines: list[Rule], stops: list[float], runs: Mask, scale: float) -> list[Rule]:
    """Every line cut at the stops into edges, the present ones joined again."""
    out = []
    for index, line in enumerate(lines):
        inked = ink_along(line, runs, scale)
        shares = [_share(inked, a, b) for a, b in itertools.pairwise(stops)]
        frame = index in (0, len(lines) - 1)
        present = _present(shares, frame)
        start = None
        for place, there in enumerate([*present, False]):
            if there and start is None:
                start = place
            if not there and start is not None:
                out.append(replace(line, start=stops[start], end=stops[place]))
                start = None
        out.extend(_stubs(line, stops, inked, scale))
    return out


def _share(inked: NDArray[np.bool_], start: float, end: float) -> float:
    low, high = round(start) + 2, round(end) - 1
    return float(inked[low:high].mean()) if high > low else 0.0


def _present(shares: list[float], frame: bool) -> list[bool]:
    present = [share >= ENOUGH for share in shares]
    if frame and sum(shares) >= 0.3 * len(shares):
        return [True] * len(shares)
    last = len(shares) - 1
    for i, share in enumerate(shares):
        left, right = i == 0 or present[i - 1], i == last or present[i + 1]
        if not present[i] and share >= SOME and left and right:
            present[i] = True
    return present


def _stubs(line: Rule, stops: list[float], inked: NDArray[np.bool_], scale: float) -> list[Rule]:
    """What of the line sticks out beyond the outermost crossings, if it is long enough to mean something."""
    out = []
    for start, end in ((line.start, stops[0]), (stops[-1], line.end)):
        if end - start > 12 * scale and _share(inked, start, end) > 0.5:
            out.append(replace(line, start=start, end=end))
    return out

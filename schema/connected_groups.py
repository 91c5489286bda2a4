"""What hangs together, directly or through others: rulings that touch, places of a grid without edges between, keys."""

from __future__ import annotations

from collections.abc import Iterable


def connected_groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers from 0 up to ``count``, in groups of those that the pairs connect.

    Groups stand in the order of their first members, members in their own order.

    >>> connected_groups(5, [(3, 1), (4, 3)])
    [[0], [1, 3, 4], [2]]
    """
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for one, other in pairs:
        a, b = root(one), root(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = {}
    for number in range(count):
        groups.setdefault(root(number), []).append(number)
    return list(groups.values())

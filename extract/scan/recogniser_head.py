"""The recogniser's last layer, kept to the letters that Indonesian print uses.

The bundled model tells 18,000 characters apart, nearly all of them Chinese. Its last layer is a quarter of
the time and by far most of the memory, and its far letters are only chances to err. So the network is
stopped before that layer, and the few columns that are wanted are multiplied here. Full-width twins count
for their ASCII sign.

The weights are taken from the model file itself: ONNX is a protobuf, of which a few lines of parsing suffice.
Where a model is built differently, `narrow` says so and the whole layer is used.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

LETTERS = (
    " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "§°±²³·×÷é–—‘’“”•…→−∑√≠≤≥●▪■□○✓"
)
TWINS = {
    "，": ",",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "％": "%",
    "／": "/",
    "－": "-",
    "．": ".",
    "＋": "+",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "？": "?",
    "！": "!",
    "＆": "&",
    "＊": "*",
    "Σ": "∑",
    "∶": ":",
}

FLOAT = 1
GRAPH, NODE, INITIALIZER, OUTPUT, METADATA = 7, 1, 5, 12, 14


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A model with its last layer beside it.

    ``model`` ends in ``features``; these times ``weights`` plus ``bias`` give scores of ``letters``, the
    first of which is the blank.
    """

    model: bytes
    features: str
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    letters: tuple[str, ...]


def columns(characters: Sequence[str]) -> tuple[list[int], tuple[str, ...]]:
    """Which columns of a model's output are wanted, and the letter each stands for; the blank is column 0."""
    wanted, letters = [0], [""]
    for index, character in enumerate(characters, start=1):
        letter = TWINS.get(character, character)
        if len(character) == 1 and letter in LETTERS:
            wanted.append(index)
            letters.append(letter)
    return wanted, tuple(letters)


def model_characters(model: bytes) -> list[str]:
    """The characters that a model's file says it knows, without blank and space."""
    for number, value in _fields(model, 0, len(model)):
        if number == METADATA and isinstance(value, tuple):
            pair = {key: model[at[0] : at[1]] for key, at in _fields(model, *value) if isinstance(at, tuple)}
            if pair.get(1) == b"character":
                return pair.get(2, b"").decode().removesuffix("\n").split("\n")
    return []


def narrow(model: bytes, characters: Sequence[str]) -> Narrowed | None:
    """The model stopped before its last layer; None where it is built otherwise.

    That layer has a column for the blank, one for each character, and one for the space.
    """
    size = len(characters) + 2
    try:
        weights_name, weights, biases = _last_layer(model, size)
        features, product = _consumer(model, "MatMul", weights_name)
        _, bias_name = _added(model, product)
    except (LookupError, ValueError) as error:
        log.info(
            "the model's last layer is not the one expected (%s): it is run whole, which is slower", error
        )
        return None
    if bias_name not in biases:
        return None
    wanted, letters = columns([*characters, " "])
    bias = biases[bias_name]
    cut = _cut(model, features, product)
    return Narrowed(cut, features, np.ascontiguousarray(weights[:, wanted]), bias[wanted].copy(), letters)


def _cut(model: bytes, features: str, product: str) -> bytes:
    """The model without the product and what follows from it, with the features as its only output."""
    out = bytearray()
    for number, value, begin, end in _spans(model, 0, len(model)):
        if number == GRAPH and isinstance(value, tuple):
            out += _field(GRAPH, _cut_graph(model, value, features, product))
        else:
            out += model[begin:end]
    return bytes(out)


def _cut_graph(model: bytes, graph: tuple[int, int], features: str, product: str) -> bytes:
    out = bytearray()
    gone = {product}
    for number, value, begin, end in _spans(model, *graph):
        if number == OUTPUT:
            continue
        if number == NODE and isinstance(value, tuple):
            _, inputs, outputs = _node(model, *value)
            if gone.intersection((*inputs, *outputs)):
                gone.update(outputs)
                continue
        out += model[begin:end]
    return bytes(out + _field(OUTPUT, _field(1, features.encode())))


def _last_layer(model: bytes, size: int) -> tuple[str, NDArray[np.float32], dict[str, NDArray[np.float32]]]:
    weights: tuple[str, NDArray[np.float32]] | None = None
    biases: dict[str, NDArray[np.float32]] = {}
    for start, end in _inside(model, GRAPH, INITIALIZER):
        dims, kind, name, raw = _tensor(model, start, end)
        if kind != FLOAT or not dims or dims[-1] != size or raw is None:
            continue
        values = np.frombuffer(model, dtype="<f4", count=(raw[1] - raw[0]) // 4, offset=raw[0]).reshape(dims)
        if len(dims) == 2:
            weights = (name, values)
        else:
            biases[name] = values.reshape(-1)
    if weights is None:
        raise LookupError("no weights of that size")
    return weights[0], weights[1], biases


def _tensor(model: bytes, start: int, end: int) -> tuple[list[int], int, str, tuple[int, int] | None]:
    dims: list[int] = []
    kind, name, raw = 0, "", None
    for number, value in _fields(model, start, end):
        if number == 1:
            dims += [value] if isinstance(value, int) else list(_varints(model, *value))
        elif number == 2 and isinstance(value, int):
            kind = value
        elif number == 8 and isinstance(value, tuple):
            name = model[value[0] : value[1]].decode()
        elif number == 9 and isinstance(value, tuple):
            raw = value
    return dims, kind, name, raw


def _nodes(model: bytes) -> Iterator[tuple[str, list[str], list[str]]]:
    for start, end in _inside(model, GRAPH, NODE):
        yield _node(model, start, end)


def _node(model: bytes, start: int, end: int) -> tuple[str, list[str], list[str]]:
    """Kind, inputs and outputs of a node."""
    names: dict[int, list[str]] = {1: [], 2: [], 4: []}
    for number, value in _fields(model, start, end):
        if number in names and isinstance(value, tuple):
            names[number].append(model[value[0] : value[1]].decode(errors="replace"))
    return (names[4] or [""])[0], names[1], names[2]


def _consumer(model: bytes, kind: str, weights: str) -> tuple[str, str]:
    for node, inputs, outputs in _nodes(model):
        if node == kind and len(inputs) == 2 and inputs[1] == weights:
            return inputs[0], outputs[0]
    raise LookupError(f"no {kind} takes {weights}")


def _added(model: bytes, product: str) -> tuple[str, str]:
    for node, inputs, outputs in _nodes(model):
        if node == "Add" and product in inputs:
            return outputs[0], inputs[1 - inputs.index(product)]
    raise LookupError("nothing is added to the product")


def _inside(model: bytes, outer: int, inner: int) -> Iterator[tuple[int, int]]:
    for number, value in _fields(model, 0, len(model)):
        if number == outer and isinstance(value, tuple):
            for number2, value2 in _fields(model, *value):
                if number2 == inner and isinstance(value2, tuple):
                    yield value2


def _fields(data: bytes, start: int, end: int) -> Iterator[tuple[int, int | tuple[int, int]]]:
    """Fields of a protobuf message: numbers as they are, everything of a length as its place."""
    for number, value, _, _ in _spans(data, start, end):
        yield number, value


def _spans(data: bytes, start: int, end: int) -> Iterator[tuple[int, int | tuple[int, int], int, int]]:
    """Fields with the place of each as a whole, key and all."""
    at = start
    while at < end:
        begin = at
        key, at = _varint(data, at)
        wire = key & 7
        value: int | tuple[int, int]
        if wire == 0:
            value, at = _varint(data, at)
        elif wire == 2:
            size, at = _varint(data, at)
            value = (at, at + size)
            at += size
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
            value = (at, at + size)
            at += size
        else:
            raise ValueError("no protobuf message")
        yield key >> 3, value, begin, at


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _varints(data: bytes, start: int, end: int) -> Iterator[int]:
    while start < end:
        value, start = _varint(data, start)
        yield value


def _field(number: int, payload: bytes) -> bytes:
    size, head = len(payload), bytearray([number << 3 | 2])
    while size > 127:
        head.append(size & 127 | 128)
        size >>= 7
    head.append(size)
    return bytes(head) + payload

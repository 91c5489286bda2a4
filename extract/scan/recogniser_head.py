"""The recogniser's last layer, kept to the letters that Indonesian print uses.

The bundled model tells 18,000 characters apart, nearly all of them Chinese. Its last layer is a quarter of
the time and by far most of the memory, and its letters of other scripts only allow errors. So the network is
stopped before that layer, and the few columns that are needed are multiplied here. Full-width twins count
for their ASCII sign.

An ONNX file is a protobuf message. protobuf, which onnxruntime brings, reads and writes it by a description of
the few fields that are needed here, and keeps all others as they are; the package onnx would describe the rest
in 15 MB more. Where a model is built differently, `narrow` says so and the whole layer is used.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

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
"""ONNX's number for values of 32 bits."""

MESSAGES = {
    "Model": (("graph", 7, "Graph", False), ("metadata_props", 14, "Entry", True)),
    "Graph": (("node", 1, "Node", True), ("initializer", 5, "Tensor", True), ("output", 12, "Value", True)),
    "Node": (("input", 1, "string", True), ("output", 2, "string", True), ("op_type", 4, "string", False)),
    "Tensor": (
        ("dims", 1, "int64", True),
        ("data_type", 2, "int32", False),
        ("name", 8, "string", False),
        ("raw_data", 9, "bytes", False),
    ),
    "Value": (("name", 1, "string", False),),
    "Entry": (("key", 1, "string", False), ("value", 2, "string", False)),
}
"""The fields of ONNX's messages that are looked at: name, number, type, and whether there may be many."""


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
    """Which columns of a model's output are needed, and the letter each stands for; the blank is column 0."""
    wanted, letters = [0], [""]
    for index, character in enumerate(characters, start=1):
        letter = TWINS.get(character, character)
        if len(character) == 1 and letter in LETTERS:
            wanted.append(index)
            letters.append(letter)
    return wanted, tuple(letters)


def model_characters(model: bytes) -> list[str]:
    """The characters that a model's file says it knows, without blank and space."""
    for entry in _message("Model").FromString(model).metadata_props:
        if entry.key == "character":
            return str(entry.value).removesuffix("\n").split("\n")
    return []


def narrow(model: bytes, characters: Sequence[str]) -> Narrowed | None:
    """The model stopped before its last layer; None where it is built otherwise.

    That layer has a column for the blank, one for each character, and one for the space.
    """
    whole = _message("Model").FromString(model)
    graph = whole.graph
    size = len(characters) + 2
    try:
        weights = _only(t for t in graph.initializer if list(t.dims[1:]) == [size] and t.data_type == FLOAT)
        product = _only(
            n for n in graph.node if n.op_type == "MatMul" and list(n.input[1:]) == [weights.name]
        )
        added = _only(n for n in graph.node if n.op_type == "Add" and product.output[0] in n.input)
        bias = _only(
            t
            for t in graph.initializer
            if t.name in added.input and _length(t) == size and t.data_type == FLOAT
        )
    except LookupError:
        log.info("the model's last layer is not the one expected: it is run whole, which is slower")
        return None
    wanted, letters = columns([*characters, " "])
    table = _values(weights).reshape(-1, size)
    features = str(product.input[0])
    narrowed = np.ascontiguousarray(table[:, wanted]), _values(bias)[wanted].copy()
    _stop_before(graph, features, product.output[0])
    return Narrowed(whole.SerializeToString(), features, *narrowed, letters)


def _stop_before(graph: Any, features: str, product: str) -> None:
    """Take the product and what follows from it out of the graph; the features are its only output then."""
    gone, kept = {product}, []
    for node in graph.node:
        if gone.intersection((*node.input, *node.output)):
            gone.update(node.output)
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)
    del graph.output[:]
    graph.output.add(name=features)


def _only(found: Any) -> Any:
    """What was found, if it is one.

    Raises:
        LookupError: nothing was found, or several.
    """
    one, *others = [*found] or [None]
    if one is None or others:
        raise LookupError("not one but none or several")
    return one


def _length(tensor: Any) -> int:
    """How many values a tensor has."""
    return int(np.prod(tensor.dims, dtype=np.int64)) if tensor.dims else 0


def _values(tensor: Any) -> NDArray[np.float32]:
    """A tensor's values, one after the other."""
    return np.frombuffer(tensor.raw_data, dtype="<f4")


@cache
def _message(name: str) -> Any:
    """A protobuf class for one of the `MESSAGES`, the parts of ONNX files that are read here."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory  # noqa: PLC0415 - for scans only

    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="part_of_onnx.proto", package="part_of_onnx")
    for message, fields in MESSAGES.items():
        described = file.message_type.add(name=message)
        for field, number, kind, many in fields:
            own = {"type_name": f".part_of_onnx.{kind}"} if kind in MESSAGES else {}
            described.field.add(
                name=field,
                number=number,
                type=kinds.TYPE_MESSAGE if own else kinds.Type.Value(f"TYPE_{kind.upper()}"),
                label=kinds.LABEL_REPEATED if many else kinds.LABEL_OPTIONAL,
                **own,
            )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"part_of_onnx.{name}"))

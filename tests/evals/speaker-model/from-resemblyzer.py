"""Makes an ONNX speaker model of the weights inside the `resemblyzer` wheel (Apache-2.0), to measure the ears with.

    pip download --no-deps resemblyzer==0.1.4
    python from-resemblyzer.py Resemblyzer-0.1.4-py3-none-any.whl OUT_FOLDER

Needs `numpy` and `onnx` only: the weights are read without torch. OUT_FOLDER then holds `speaker.onnx` and its manifest
`speaker.json`, as Footnote looks for them in its cache folder. The graph takes 16 kHz samples: the mel bands that the
weights were trained on are its first nodes.
"""

import hashlib
import io
import json
import pickle
import sys
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE, WINDOW, HOP, BANDS, HIDDEN, LAYERS = 16_000, 400, 160, 40, 256, 3
# Quiet speech is raised to this, -30 dB under full scale; loud speech is left as it is.
LEAST_LEVEL = 10 ** (-30 / 20)


def read_weights(data):
    """The tensors of a checkpoint in torch's old format: four pickles, the keys of the storages, then their bytes."""
    stream = io.BytesIO(data)

    class Reader(pickle.Unpickler):
        # The only names that a state dict needs; anything else in the file is refused.
        def find_class(self, module, name):
            if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
                return lambda storage, offset, size, stride, *rest: (storage, offset, tuple(size), tuple(stride))
            if (module, name) == ("collections", "OrderedDict"):
                return OrderedDict
            if module == "torch" and name.endswith("Storage"):
                return name
            raise pickle.UnpicklingError(f"{module}.{name}")

        def persistent_load(self, saved):
            return saved[2]

    for _ in range(3):
        Reader(stream).load()
    state = Reader(stream).load()["model_state"]
    storages = {}
    for key in Reader(stream).load():
        count = int.from_bytes(stream.read(8), "little")
        storages[key] = np.frombuffer(stream.read(4 * count), dtype="<f4")
    tensors = {}
    for name, (key, offset, size, _) in state.items():
        count = int(np.prod(size, dtype=np.int64))
        tensors[name] = storages[key][offset : offset + count].reshape(size)
    return tensors


def mel_bands():
    """Triangles of one area on the Slaney mel scale, 0 to 8 kHz: [BANDS, WINDOW / 2 + 1]."""
    step, corner, log_step = 200 / 3, 1000.0, np.log(6.4) / 27

    def hertz(mel):
        straight = mel * step
        return np.where(straight < corner, straight, corner * np.exp(log_step * (mel - corner / step)))

    highest = corner / step + np.log(RATE / 2 / corner) / log_step
    edges = hertz(np.linspace(0, highest, BANDS + 2))
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]


def fourier_kernels():
    """Hann-windowed cosines, then sines, as kernels of a convolution: [WINDOW + 2, 1, WINDOW]."""
    at = np.arange(WINDOW)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * at / WINDOW)
    angles = 2 * np.pi * np.outer(np.arange(WINDOW // 2 + 1), at) / WINDOW
    return (np.concatenate([np.cos(angles), np.sin(angles)]) * hann)[:, None, :]


def gates(matrix):
    """Rows of a torch LSTM (input, forget, cell, output) in the order of ONNX (input, output, forget, cell)."""
    i, f, g, o = np.split(matrix, 4)
    return np.concatenate([i, o, f, g])[None]


def graph_of(weights):
    constants, nodes = [], []

    def constant(name, value, kind=np.float32):
        constants.append(numpy_helper.from_array(np.asarray(value, dtype=kind), name))
        return name

    def node(kind, inputs, outputs, **attributes):
        nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs[-1]

    node("ReduceL2", ["samples"], ["norm"], keepdims=1)
    node("Size", ["samples"], ["count"])
    node("Cast", ["count"], ["many"], to=TensorProto.FLOAT)
    node("Sqrt", ["many"], ["root"])
    node("Div", ["norm", "root"], ["rms"])
    node("Max", ["rms", constant("silent", 1e-6)], ["loudness"])
    node("Div", [constant("least", LEAST_LEVEL), "loudness"], ["wanted"])
    node("Max", ["wanted", constant("one", 1)], ["gain"])
    node("Mul", ["samples", "gain"], ["levelled"])
    node("Unsqueeze", ["levelled", constant("channel", [1], np.int64)], ["sound"])
    node("Pad", ["sound", constant("edges", [0, 0, WINDOW // 2, 0, 0, WINDOW // 2], np.int64)], ["padded"])
    node("Conv", ["padded", constant("kernels", fourier_kernels())], ["waves"], strides=[HOP])
    node("Mul", ["waves", "waves"], ["squares"])
    node("Split", ["squares"], ["cosines", "sines"], axis=1, num_outputs=2)
    node("Add", ["cosines", "sines"], ["power"])
    node("MatMul", [constant("mel", mel_bands()), "power"], ["bands"])
    frames = node("Transpose", ["bands"], ["frames"], perm=[2, 0, 1])
    for layer in range(LAYERS):
        parts = {part: weights[f"lstm.{part}_l{layer}"] for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        inputs = [
            frames,
            constant(f"W{layer}", gates(parts["weight_ih"])),
            constant(f"R{layer}", gates(parts["weight_hh"])),
            constant(f"B{layer}", np.concatenate([gates(parts["bias_ih"]), gates(parts["bias_hh"])], axis=1)),
        ]
        node("LSTM", inputs, [f"all{layer}", f"last{layer}"], hidden_size=HIDDEN)
        frames = node("Squeeze", [f"all{layer}", constant(f"direction{layer}", [1], np.int64)], [f"frames{layer}"])
    node("Squeeze", [f"last{LAYERS - 1}", constant("first", [0], np.int64)], ["state"])
    node("Gemm", ["state", constant("linear", weights["linear.weight"]), constant("bias", weights["linear.bias"])], ["linear_out"], transB=1)
    node("Relu", ["linear_out"], ["raw"])
    node("ReduceL2", ["raw", constant("axis", [1], np.int64)], ["length"], keepdims=1)
    node("Max", ["length", "silent"], ["lengths"])
    node("Div", ["raw", "lengths"], ["embedding"])
    return helper.make_graph(
        nodes,
        "speaker",
        [helper.make_tensor_value_info("samples", TensorProto.FLOAT, [1, "count"])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, HIDDEN])],
        constants,
    )


def main(wheel, folder):
    with zipfile.ZipFile(wheel) as archive:
        weights = read_weights(archive.read("resemblyzer/pretrained.pt"))
    model = helper.make_model(graph_of(weights), opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    data = model.SerializeToString()
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "speaker.onnx").write_bytes(data)
    manifest = {
        "version": 1,
        "name": "Resemblyzer 0.1.4 (GE2E)",
        "licence": "Apache-2.0",
        "file": "speaker.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "input": {"kind": "samples"},
    }
    (folder / "speaker.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

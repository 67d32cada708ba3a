"""Export of a trained network to an ONNX file with the metadata that CnnVis reads."""
import json
from pathlib import Path

import onnx
import torch

OPSET = 17


def name_folded_weights(graph):
    """Name the weights that torch numbered while it folded BatchNormalization after their convolutions."""
    initializers = {initializer.name: initializer for initializer in graph.initializer}
    for node in graph.node:
        for index, suffix in ((1, "weight"), (2, "bias")):
            if node.op_type == "Conv" and node.input[index].startswith("onnx::"):
                name = ".".join([*node.name.split("/")[1:-1], suffix])
                initializers[node.input[index]].name = name
                node.input[index] = name


def export(model, example, path, output_name, labels, accuracy, training):
    """Write model to path with input "image", a dynamic batch axis "N" and the metadata properties."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    model.eval()
    torch.onnx.export(model, example, str(path), opset_version=OPSET,
                      input_names=["image"], output_names=[output_name],
                      dynamic_axes={"image": {0: "N"}, output_name: {0: "N"}})
    proto = onnx.load(str(path))
    name_folded_weights(proto.graph)
    for node in proto.graph.node:
        node.doc_string = ""
    onnx.helper.set_model_props(proto, {
        "task": "image-classification",
        "preprocessing": "ZeroToOne",
        "labels": json.dumps(labels),
        "accuracy": f"{accuracy:.4f}",
        "training": training,
    })
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(path))
    print(f"wrote {path.name}: {path.stat().st_size} bytes, accuracy {accuracy:.4f}", flush=True)

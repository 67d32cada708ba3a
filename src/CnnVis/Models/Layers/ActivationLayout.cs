using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>Whether a tensor inside the network has its channels first, as ONNX's operators do, or last, as its input may.</summary>
internal static class ActivationLayout
{
    private static readonly HashSet<string> ChannelsFirstOperators = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalMaxPool",
        "BatchNormalization", "InstanceNormalization", "LRN", "DepthToSpace", "SpaceToDepth",
    };

    /// <summary>The layout of a tensor of four axes.</summary>
    public static TensorLayout Of(string tensor, CnnModel model)
    {
        OnnxGraph graph = model.Graph;
        HashSet<string> fromImage = graph.ValueDependents(model.ImageInput.Name);
        while (graph.Producer(tensor) is { } node)
        {
            if (ChannelsFirstOperators.Contains(node.OpType))
            {
                return TensorLayout.Nchw;
            }

            if (node.OpType == "Transpose" && node.Ints("perm") is [0, 2, 3, 1])
            {
                return TensorLayout.Nhwc;
            }

            if (node.OpType == "Transpose" && node.Ints("perm") is [0, 3, 1, 2])
            {
                return TensorLayout.Nchw;
            }

            if (node.OpType == "Reshape" && OfReshape(model.ShapeOf(node.Input[0]), model.ShapeOf(tensor)) is { } layout)
            {
                return layout;
            }

            if (node.Input.FirstOrDefault(fromImage.Contains) is not { } previous)
            {
                break;
            }

            tensor = previous;
        }

        return model.ImageInput.Shape.Layout;
    }

    // From tokens or windows, whose channels are last, or from channels of flattened places: the axis of the channels keeps its length.
    private static TensorLayout? OfReshape(int[]? from, int[]? to)
    {
        if (from is null or { Length: 4 or < 3 } || to is not { Length: 4 })
        {
            return null;
        }

        return (from[1] == to[1], from[^1] == to[^1]) switch
        {
            (true, false) => TensorLayout.Nchw,
            (false, true) => TensorLayout.Nhwc,
            _ => null,
        };
    }
}

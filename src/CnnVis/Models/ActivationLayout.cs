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

    public static TensorLayout Of(string tensor, OnnxGraph graph, ImageInput input)
    {
        var fromImage = graph.Dependents([input.Name]).SelectMany(node => node.Output).Append(input.Name).ToHashSet(StringComparer.Ordinal);
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

            if (node.Input.FirstOrDefault(fromImage.Contains) is not { } previous)
            {
                break;
            }

            tensor = previous;
        }

        return input.Shape.Layout;
    }
}

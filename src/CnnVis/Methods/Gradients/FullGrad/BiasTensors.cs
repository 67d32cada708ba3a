using CnnVis.Differentiation;
using CnnVis.Differentiation.Preparation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>Finds the biases of a network.</summary>
internal static class BiasTensors
{
    /// <summary>Those that the gradient of a tensor meets on its way back to the image.</summary>
    public static IReadOnlyList<BiasTensor> Between(ForwardGraph forward, GradientRules rules, string from)
    {
        IReadOnlyList<NodeProto> nodes = forward.Model.Graph.Nodes;
        HashSet<string> carriers = GradientCarriers.Of(forward, nodes, rules, [forward.Image.Name]);
        var reached = new HashSet<string>(StringComparer.Ordinal) { from };
        var biases = new List<BiasTensor>();
        foreach (NodeProto node in nodes.Reverse())
        {
            string output = node.Output[0];
            bool Meets(string tensor) => reached.Contains(tensor) && carriers.Contains(tensor);
            if (!node.Output.Any(Meets) || rules.Find(node.QualifiedType(), forward.OpsetOf(node)) is not { IsZero: false })
            {
                continue;
            }

            reached.UnionWith(node.Input);
            if (Meets(output) && forward.Has(output) && Of(forward, node) is { } values)
            {
                biases.Add(new BiasTensor(output, values));
            }
        }

        biases.Reverse();
        return biases;
    }

    private static float[]? Of(ForwardGraph forward, NodeProto node) => node.OpType switch
    {
        "Conv" or "ConvTranspose" => Constant(forward, node, 2, isPerChannel: true),
        "Gemm" => Constant(forward, node, 2)?.Select(value => value * node.Float("beta", 1)).ToArray(),
        "Add" => Constant(forward, node, 0) ?? Constant(forward, node, 1),
        "Sub" => Constant(forward, node, 0) ?? Constant(forward, node, 1)?.Select(value => -value).ToArray(),
        "BatchNormalization" => OfBatchNormalization(forward, node),
        _ => null,
    };

    private static float[]? OfBatchNormalization(ForwardGraph forward, NodeProto node) =>
        ChannelAffine.Of(forward, node, node.Input[0], axis: 1) is { } affine
            ? Repeated([.. affine.Shift.Select(shift => (float)shift)], PerChannel(forward, node, affine.Shift.Length), forward[node.Output[0]].Shape.Sizes)
            : null;

    /// <summary>A constant input, repeated over the output as broadcasting does; null where the input is none.</summary>
    private static float[]? Constant(ForwardGraph forward, NodeProto node, int input, bool isPerChannel = false)
    {
        string name = input < node.Input.Count ? node.Input[input] : "";
        if (forward.ConstantFloats(name) is not { } values || forward[name].Kind != ElementKind.Float)
        {
            return null;
        }

        return Repeated(
            values, isPerChannel ? PerChannel(forward, node, values.Length) : forward[name].Shape.Sizes, forward[node.Output[0]].Shape.Sizes);
    }

    private static int[] PerChannel(ForwardGraph forward, NodeProto node, int channels) =>
        [channels, .. Enumerable.Repeat(1, forward[node.Output[0]].Shape.Rank - 2)];

    private static float[] Repeated(float[] values, IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        float[] repeated = new float[to.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < repeated.Length; i++)
        {
            int rest = i;
            int index = 0;
            int stride = 1;
            for (int axis = to.Count - 1; axis >= 0; axis--)
            {
                int size = axis - (to.Count - from.Count) is >= 0 and var position ? from[position] : 1;
                index += size == 1 ? 0 : rest % to[axis] * stride;
                stride *= size;
                rest /= to[axis];
            }

            repeated[i] = values[index];
        }

        return repeated;
    }
}

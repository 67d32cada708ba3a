using CnnVis.Onnx;

namespace CnnVis.Differentiation.Preparation;

/// <summary>y = scale x + shift with one scale and shift for each channel, whichever operators write it.</summary>
/// <param name="Scale">A factor for each channel.</param>
/// <param name="Shift">A summand for each channel.</param>
internal sealed record ChannelAffine(double[] Scale, double[] Shift)
{
    public static ChannelAffine Unchanged(int channels) => new(Constant(channels, 1), Constant(channels, 0));

    /// <summary>What a node does to one of its inputs; null where it does anything else.</summary>
    /// <param name="forward">The graph.</param>
    /// <param name="node">A node that reads the tensor.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="axis">The axis of its channels.</param>
    public static ChannelAffine? Of(ForwardGraph forward, NodeProto node, string tensor, int axis)
    {
        BatchedShape shape = forward[tensor].Shape;
        if (!forward.Has(node.Output[0]) || !forward[node.Output[0]].Shape.SameAs(shape))
        {
            return null;
        }

        if (node.OpType == "BatchNormalization")
        {
            return axis == 1 && node.Input[0] == tensor ? OfBatchNormalization(forward, node) : null;
        }

        if (node.OpType is not ("Add" or "Sub" or "Mul" or "Div"))
        {
            return null;
        }

        bool isFirst = node.Input[0] == tensor;
        int channels = shape[axis];
        return PerChannel(forward, node.Input[isFirst ? 1 : 0], shape, axis) is not { } numbers ? null : (node.OpType, isFirst) switch
        {
            ("Add", _) => new ChannelAffine(Constant(channels, 1), numbers),
            ("Sub", true) => new ChannelAffine(Constant(channels, 1), Array.ConvertAll(numbers, number => -number)),
            ("Sub", false) => new ChannelAffine(Constant(channels, -1), numbers),
            ("Mul", _) => new ChannelAffine(numbers, Constant(channels, 0)),
            ("Div", true) => new ChannelAffine(Array.ConvertAll(numbers, number => 1 / number), Constant(channels, 0)),
            _ => null,
        };
    }

    /// <summary>This one, then another.</summary>
    public ChannelAffine Then(ChannelAffine next) => new(
        [.. Scale.Zip(next.Scale, (a, b) => a * b)],
        [.. Shift.Select((shift, channel) => (shift * next.Scale[channel]) + next.Shift[channel])]);

    /// <summary>The numbers of a constant that is the same along all axes but that of the channels; null where it is not.</summary>
    public static double[]? PerChannel(ForwardGraph forward, string constant, BatchedShape shape, int axis)
    {
        if (!forward.Has(constant) || !forward[constant].IsConstant || forward[constant].Kind != ElementKind.Float)
        {
            return null;
        }

        IReadOnlyList<int> sizes = forward[constant].Shape.Sizes;
        int channels = shape[axis];
        int position = axis - (shape.Rank - sizes.Count);
        if (sizes.Where((size, i) => size != 1 && (i != position || size != channels)).Any() || sizes.Count > shape.Rank)
        {
            return null;
        }

        float[] values = forward.ConstantFloats(constant)!;
        return values.Length == 1 ? Constant(channels, values[0]) : Array.ConvertAll(values, value => (double)value);
    }

    /// <summary>scale = gamma / sqrt(variance + e), shift = beta - mean scale</summary>
    private static ChannelAffine? OfBatchNormalization(ForwardGraph forward, NodeProto node)
    {
        bool isInference = node.Int("training_mode", 0) == 0 && node.Int("spatial", 1) == 1 && node.Output.Skip(1).All(output => output.Length == 0);
        if (!isInference || node.Input.Skip(1).Select(forward.ConstantFloats).ToArray() is not [{ } gamma, { } beta, { } mean, { } variance])
        {
            return null;
        }

        double epsilon = node.Float("epsilon", 1e-5f);
        double[] scale = [.. gamma.Select((factor, channel) => factor / Math.Sqrt(variance[channel] + epsilon))];
        return new ChannelAffine(scale, [.. beta.Select((summand, channel) => summand - (mean[channel] * scale[channel]))]);
    }

    private static double[] Constant(int channels, double value) => [.. Enumerable.Repeat(value, channels)];
}

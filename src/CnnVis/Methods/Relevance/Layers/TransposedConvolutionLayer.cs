using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>A transposed convolution.</summary>
internal sealed class TransposedConvolutionLayer(GradientScope scope, LrpBias bias) : LinearLayer(scope, bias)
{
    public override bool IsDense => false;

    public override GraphValue Y => Scope.Y;

    public override GraphValue Forward(WeightPart part, GraphValue x, float[]? bias = null)
    {
        ConvolutionGeometry geometry = ConvolutionRules.GeometryOfTransposed(Scope);
        IEnumerable<long> outputPadding = Enumerable.Range(0, geometry.Axes).Select(axis =>
            (long)geometry.OutputPadding(axis, Scope.ShapeOfY()[axis + 2], Scope.ShapeOfX(0)[axis + 2]));
        return Scope.Op(
            "ConvTranspose",
            [x, Weights(part), bias is null ? null : Scope.Constant(bias, bias.Length)],
            ("strides", geometry.StridesAttribute),
            ("dilations", geometry.DilationsAttribute),
            ("pads", geometry.PadsAttribute),
            ("output_padding", outputPadding.ToArray()),
            ("group", Scope.Int("group", 1)));
    }

    public override GraphValue Backward(WeightPart part, GraphValue s) =>
        ConvolutionRules.InputOfTransposed(Scope, s, part == WeightPart.Whole ? Scope.X(1) : Weights(part));

    protected override float[]? GivenBias => Scope.HasInput(2) ? Scope.Floats(2) : null;

    protected override (float[] Values, long[] Shape) GivenWeights => (Scope.Floats(1), [.. Scope.ShapeOfX(1).Select(size => (long)size)]);

    protected override GraphValue InOutputShape(float[] channels) =>
        Scope.Constant(channels, [channels.Length, .. Enumerable.Repeat(1L, Scope.ShapeOfX(1).Count - 2)]);
}

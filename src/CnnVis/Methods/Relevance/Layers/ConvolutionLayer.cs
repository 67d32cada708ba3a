using CnnVis.Differentiation.Rules;

namespace CnnVis.Methods;

/// <summary>A convolution.</summary>
internal sealed class ConvolutionLayer(GradientScope scope, LrpBias bias) : LinearLayer(scope, bias)
{
    private readonly ConvolutionGeometry _geometry = ConvolutionRules.Geometry(scope);

    private int Group => (int)Scope.Int("group", 1);

    public override bool IsDense => Group == 1 && Enumerable.Range(0, _geometry.Axes).All(axis =>
        Scope.ShapeOfX(0)[axis + 2] == _geometry.Extent(axis)
        && _geometry.PadsBegin[axis] == 0
        && _geometry.PadsEnd[axis] == 0
        && _geometry.Dilations[axis] == 1);

    public override GraphValue Y => Scope.Y;

    public override GraphValue Forward(WeightPart part, GraphValue x, float[]? bias = null) => Scope.Op(
        "Conv",
        [x, Weights(part), bias is null ? null : Scope.Constant(bias, bias.Length)],
        ("strides", _geometry.StridesAttribute),
        ("dilations", _geometry.DilationsAttribute),
        ("pads", _geometry.PadsAttribute),
        ("group", (long)Group));

    public override GraphValue Backward(WeightPart part, GraphValue s) => part == WeightPart.Whole
        ? ConvolutionRules.Input(Scope, s)
        : ConvolutionRules.WithKernel(Scope, s, Kernel(part), () => Weights(part));

    protected override float[]? GivenBias => Scope.HasInput(2) ? Scope.Floats(2) : null;

    protected override (float[] Values, long[] Shape) GivenWeights => (Scope.Floats(1), [.. Scope.ShapeOfX(1).Select(size => (long)size)]);

    private ConvolutionKernel Kernel(WeightPart part) => new(Array.ConvertAll(Scope.Floats(1), part.Of), Scope.ShapeOfX(1), Group);

    protected override GraphValue InOutputShape(float[] channels) =>
        Scope.Constant(channels, [channels.Length, .. Enumerable.Repeat(1L, _geometry.Axes)]);
}

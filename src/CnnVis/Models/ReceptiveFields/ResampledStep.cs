namespace CnnVis.Models;

/// <summary>Reading at the points <paramref name="Scale"/> * cell + <paramref name="Offset"/>.</summary>
/// <param name="Scale">From one point to the next, in cells of the input.</param>
/// <param name="Offset">Where the first point lies.</param>
/// <param name="Kernel">Which cells around a point take part.</param>
/// <param name="SharesSquares">True where all cells that copy one cell share its square.</param>
internal sealed record ResampledStep(double Scale, double Offset, ResamplingKernel Kernel, bool SharesSquares) : AxisStep
{
    public override FieldAxis Of(FieldAxis given) =>
        given.Resampled(Scale, SharesSquares ? (0.5 * Scale) - 0.5 : Offset, Kernel.Reach);

    public override IEnumerable<int> Reads(int cell, int length) =>
        Kernel.Around((cell * Scale) + Offset).Select(place => Math.Clamp(place, 0, length - 1));
}

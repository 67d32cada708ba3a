namespace CnnVis.Models;

/// <summary>A window laid the other way: a transposed convolution.</summary>
internal sealed record TransposedWindowStep(int Kernel, int Stride, int Dilation, int Padding) : AxisStep
{
    public override FieldAxis Of(FieldAxis given) => given.TransposedWindow(Kernel, Stride, Dilation, Padding);

    public override IEnumerable<int> Reads(int cell, int length) =>
        from tap in Enumerable.Range(0, Kernel)
        let place = cell + Padding - (tap * Dilation)
        where place >= 0 && place % Stride == 0 && place / Stride < length
        select place / Stride;
}

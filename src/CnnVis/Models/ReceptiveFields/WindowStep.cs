namespace CnnVis.Models;

/// <summary>A window over cells: a convolution, a pooling.</summary>
internal sealed record WindowStep(int Kernel, int Stride, int Dilation, int Padding) : AxisStep
{
    public override FieldAxis Of(FieldAxis given) => given.Window(Kernel, Stride, Dilation, Padding);

    public override IEnumerable<int> Reads(int cell, int length) =>
        from tap in Enumerable.Range(0, Kernel)
        let place = (cell * Stride) - Padding + (tap * Dilation)
        where place >= 0 && place < length
        select place;
}

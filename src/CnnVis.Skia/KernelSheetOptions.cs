namespace CnnVis.Skia;

/// <summary>How kernels are drawn.</summary>
public sealed record KernelSheetOptions
{
    /// <summary>The order of the kernels. <value>The default is that of the file.</value></summary>
    public KernelOrder Order { get; init; } = KernelOrder.Index;

    /// <summary>
    /// The input channel that is drawn. <value>The default is none: kernels that read colours are drawn in colour, others by the length of their
    /// weights at each place.</value>
    /// </summary>
    public int? InputChannel { get; init; }

    /// <summary>
    /// True to draw all kernels on one scale, so that weak ones look weak; else each has its own, and one of weights near 0 looks like any other.
    /// <value>The default is a scale for each.</value>
    /// </summary>
    public bool SharedScale { get; init; }

    /// <summary>The most kernels that are drawn: the first in the order. <value>The default is 256.</value></summary>
    public int Most { get; init; } = 256;

    /// <summary>Kernels in each row; of 1x1 kernels, one. <value>The default makes the sheet about square.</value></summary>
    public int? Columns { get; init; }

    /// <summary>
    /// The length of each picture's longer side in pixels, rounded down to whole pixels for a weight; kernels of more weights take one pixel for each. Of
    /// 1x1 kernels each weight takes an eighth of it, less where the sheet would be wider or higher than 1600. <value>The default is 48.</value>
    /// </summary>
    public int CellSize { get; init; } = 48;

    /// <summary>Pixels between pictures; none between 1x1 kernels. <value>The default is 4.</value></summary>
    public int Gap { get; init; } = 4;

    /// <summary>True to write the layer and what the colours mean above, and under each kernel its index. <value>The default is true.</value></summary>
    public bool Annotate { get; init; } = true;

    internal void Validate(Kernels kernels)
    {
        if (!Enum.IsDefined(Order))
        {
            throw new ArgumentException($"Order is {Order}; choose one of {string.Join(", ", Enum.GetNames<KernelOrder>())}.");
        }

        if (InputChannel is { } channel && (channel < 0 || channel >= kernels.InputChannels))
        {
            throw new ArgumentException(
                $"There is no input channel {channel}: each kernel of {kernels.Layer} reads {kernels.InputChannels}, counted from 0{(kernels.Groups > 1 ? " in its group" : "")}.");
        }

        if (Most < 1)
        {
            throw new ArgumentException($"Most is {Most}; it must be at least 1.");
        }

        new SheetOptions { Columns = Columns, CellSize = CellSize, Gap = Gap }.Validate();
    }
}

namespace CnnVis.Models;

/// <summary>Where the windows of a grid lie in a stage of the network, along one axis.</summary>
/// <param name="InputLength">How many cells the stage's whole input has.</param>
/// <param name="ResultLength">How many the whole result has.</param>
/// <param name="Stride">How many cells of the input further the next cell of the result lies.</param>
/// <param name="Starts">The first cell that is computed with, for each position of the window: a whole number of strides.</param>
/// <param name="Lengths">How many cells are computed with at least: whole strides fewer than all.</param>
/// <param name="Changed">Which cells of the whole result the window changes.</param>
internal sealed record StageAxis(
    int InputLength, int ResultLength, int Stride, IReadOnlyList<int> Starts, IReadOnlyList<int> Lengths, IReadOnlyList<CellSpan> Changed)
{
    /// <summary>The cells that the window with the largest part is computed with.</summary>
    public int Longest { get; } = Lengths.Max();

    /// <summary>The cells that a window is computed with on average, where those with parts of about the same size are computed together.</summary>
    public double MeanLength { get; } = Lengths.Order().Chunk(WindowOrder.PositionsTogether).Sum(some => some.Length * (double)some[^1]) / Lengths.Count;

    /// <summary>Where a part of so many cells, no fewer than needed, begins.</summary>
    public int Start(int position, int length) => Math.Min(Starts[position], InputLength - length);

    /// <summary>How many cells come out of a part.</summary>
    public int ResultOf(int length) => ResultLength - ((InputLength - length) / Stride);
}

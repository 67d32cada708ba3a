namespace CnnVis.Models;

/// <summary>Where the windows of a grid lie in a stage of the network, along one axis.</summary>
/// <param name="Length">How many cells of the stage's input are computed with for each window.</param>
/// <param name="ResultLength">How many cells come out.</param>
/// <param name="Stride">How many cells of the input further the next cell of the result lies.</param>
/// <param name="Starts">The first of these cells, for each position of the window: a whole number of strides.</param>
/// <param name="Changed">Which cells of the whole result the window changes, for each position.</param>
internal sealed record StageAxis(int Length, int ResultLength, int Stride, IReadOnlyList<int> Starts, IReadOnlyList<CellSpan> Changed)
{
    /// <summary>Where what comes out lies in the whole result.</summary>
    public int ResultStart(int position) => Starts[position] / Stride;
}

namespace CnnVis.Models;

/// <summary>Where a window lies along one axis, step by step. The last is cut off at the border, so that every pixel is covered.</summary>
/// <param name="Length">The axis's pixels.</param>
/// <param name="Window">Pixels of the window.</param>
/// <param name="Stride">Pixels from one position to the next.</param>
internal readonly record struct WindowPositions(int Length, int Window, int Stride)
{
    public int Count => (int)Math.Ceiling((double)(Length - Window) / Stride) + 1;

    public CellSpan this[int index] => new(index * Stride, Math.Min((index * Stride) + Window, Length));
}

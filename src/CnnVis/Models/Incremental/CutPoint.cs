using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>A tensor that every way from the image to the scores passes: what lies before it and what lies behind share nothing else.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Position">How many of <see cref="LocalNetwork.Steps"/> lie before it.</param>
/// <param name="CostBehind">What the rest of the network costs for one image.</param>
/// <param name="Padding">The padding of the only node that reads it; null where it is read in several ways, or as it is.</param>
internal sealed record CutPoint(LocalTensor Tensor, int Position, double CostBehind, ReadPadding? Padding)
{
    /// <summary>What the stage behind reads: the tensor, within its padding.</summary>
    public LocalTensor Entry => Padding?.Padded ?? Tensor;

    /// <summary>Where the tensor's first row and column lie in <see cref="Entry"/>.</summary>
    public (int Rows, int Columns) Offset => Padding is { } padding ? (padding.Top, padding.Left) : (0, 0);

    /// <summary>A copy of one image's values as the stage behind reads them.</summary>
    public float[] WithPadding(ReadOnlySpan<float> values, FloatBuffers buffers)
    {
        float[] padded = buffers.Rent(Entry.Layout.Length);
        if (Padding is null)
        {
            values.CopyTo(padded);
            return padded;
        }

        Array.Fill(padded, Padding.Fill);
        CellLayout layout = Tensor.Layout;
        layout.Copy(values, new PixelRectangle(0, 0, layout.Columns, layout.Rows), Entry.Layout, padded, Offset.Rows, Offset.Columns);
        return padded;
    }
}

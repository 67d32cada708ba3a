using CnnVis.Explanations;

namespace CnnVis;

/// <summary>
/// Where the evidence for a target is: the positive numbers of its map, pixel by pixel of the model's input, as shares of their sum. What speaks against the target is
/// left out.
/// </summary>
public sealed class Evidence
{
    private readonly Explanation _explanation;
    private readonly float[] _positive;

    internal Evidence(Explanation explanation, int target)
    {
        _explanation = explanation;
        ImageShape shape = explanation.InputShape;
        (Height, Width) = (shape.Height, shape.Width);
        _positive = Array.ConvertAll(explanation.Maps[target].Resize(Height, Width), number => Math.Max(number, 0));
        Total = _positive.Sum(number => (double)number);
    }

    /// <summary>Rows of the model's input.</summary>
    public int Height { get; }

    /// <summary>Columns of the model's input.</summary>
    public int Width { get; }

    /// <summary>The sum of all positive numbers, in the unit of the explained score; 0 where nothing speaks for the target.</summary>
    public double Total { get; }

    /// <summary>The share of the evidence that lies inside a box.</summary>
    /// <param name="box">
    /// A box in pixels of the original picture; where a tensor was explained, of the model's input. What the model does not see of it counts for nothing; pixels at its
    /// edge count by how much of them is inside.
    /// </param>
    /// <returns>0 to 1; 0 where nothing speaks for the target.</returns>
    public double ShareInside(PixelRectangle box)
    {
        ImageGeometry geometry = _explanation.Geometry ?? ImageGeometry.Whole(Width, Height);
        double[] columns = Overlaps((box.Left - geometry.Left) * Width / geometry.Width, (box.Right - geometry.Left) * Width / geometry.Width, Width);
        double[] rows = Overlaps((box.Top - geometry.Top) * Height / geometry.Height, (box.Bottom - geometry.Top) * Height / geometry.Height, Height);
        double inside = 0;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width && rows[y] > 0; x++)
            {
                inside += rows[y] * columns[x] * _positive[(y * Width) + x];
            }
        }

        return Total > 0 ? inside / Total : 0;
    }

    /// <summary>The smallest number of the strongest pixels that together hold a share of the evidence.</summary>
    /// <param name="share">The share, above 0 and at most 1.</param>
    /// <returns>The number; infinity where nothing speaks for the target.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    public float ThresholdFor(double share)
    {
        if (share is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the evidence is above 0 and at most 1.");
        }

        float[] falling = [.. _positive.Where(number => number > 0).OrderDescending()];
        double held = 0;
        foreach (float number in falling)
        {
            held += number;
            if (held >= share * Total * (1 - 1e-9))
            {
                return number;
            }
        }

        return falling.Length > 0 ? falling[^1] : float.PositiveInfinity;
    }

    /// <summary>
    /// The regions that hold the evidence: the strongest pixels that together hold a share of it, in pieces that touch at sides or corners.
    /// </summary>
    /// <param name="share">The share that all regions together hold.</param>
    /// <returns>The regions, the one with most evidence first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside its range.</exception>
    public IReadOnlyList<EvidenceRegion> Regions(double share) => ConnectedRegions.Find(_positive, Height, Width, ThresholdFor(share), Total);

    /// <summary>The evidence at a pixel of the model's input; 0 where the map speaks against the target.</summary>
    /// <param name="y">The row.</param>
    /// <param name="x">The column.</param>
    public float this[int y, int x] => _positive[(y * Width) + x];

    /// <summary>How much of each unit cell from 0 on a span covers.</summary>
    private static double[] Overlaps(double from, double to, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Max(Math.Min(to, i + 1) - Math.Max(from, i), 0))];
}

using CnnVis.Models;

namespace CnnVis;

/// <summary>What a layer makes of the images of a class on average.</summary>
public sealed class ClassAverage
{
    private readonly FeatureGrid _grid;
    private readonly float[] _sums;

    internal ClassAverage(string name, int count, FeatureGrid grid, float[] sums)
    {
        Name = name;
        Count = count;
        _grid = grid;
        _sums = sums;
    }

    /// <summary>The class.</summary>
    public string Name { get; }

    /// <summary>How many images it has.</summary>
    public int Count { get; }

    /// <summary>Rows of each map.</summary>
    public int Height => _grid.Height;

    /// <summary>Columns of each map.</summary>
    public int Width => _grid.Width;

    /// <summary>The mean of a channel's maps over the class's images.</summary>
    /// <param name="channel">The channel, from 0.</param>
    public Heatmap this[int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(channel);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, _grid.Channels);
            float[] plane = new float[_grid.CellCount];
            for (int cell = 0; cell < plane.Length; cell++)
            {
                plane[cell] = _sums[_grid.IndexOf(channel, cell)] / Count;
            }

            return new Heatmap(plane, Height, Width, plane.Any(value => value < 0) ? MapScaling.Symmetric : MapScaling.Stretched);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Count})";
}

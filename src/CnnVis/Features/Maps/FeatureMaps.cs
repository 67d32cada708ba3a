using System.Numerics.Tensors;
using CnnVis.Features.Maps;
using CnnVis.Features.Units;
using CnnVis.Models;

namespace CnnVis;

/// <summary>What a layer computes for one image: one map for each channel. Bright where the channel finds what it looks for.</summary>
public sealed class FeatureMaps
{
    private readonly float[] _planes;
    private readonly FeatureMapSource _source;
    private readonly Lazy<ChannelActivity[]> _activity;

    internal FeatureMaps(ReadOnlySpan<float> values, FeatureGrid grid, FeatureMapSource source)
    {
        _planes = grid.ToPlanes(values);
        _source = source;
        (Channels, Height, Width) = (grid.Channels, grid.Height, grid.Width);
        _activity = new Lazy<ChannelActivity[]>(() =>
        {
            var bounds = ActivationBounds.Of(source.Layer);
            return [.. Enumerable.Range(0, Channels).Select(channel => ActivityOf(channel, bounds))];
        });
    }

    /// <summary>The layer's name.</summary>
    public string Layer => _source.Layer.Name;

    /// <summary>The number of maps.</summary>
    public int Channels { get; }

    /// <summary>Rows of each map.</summary>
    public int Height { get; }

    /// <summary>Columns of each map.</summary>
    public int Width { get; }

    /// <summary>What each channel does for this image, in the layer's order.</summary>
    public IReadOnlyList<ChannelActivity> Activity => _activity.Value;

    /// <summary>The picture that was looked at; null where a tensor was given.</summary>
    public RgbImage? Picture => _source.Picture;

    internal Layer Source => _source.Layer;

    /// <summary>The map of one channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such channel.</exception>
    public Heatmap this[int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(channel);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
            ReadOnlySpan<float> plane = Plane(channel);
            return new Heatmap(plane, Height, Width, TensorPrimitives.Min(plane) < 0 ? MapScaling.Symmetric : MapScaling.Stretched);
        }
    }

    /// <summary>The channels in an order; equal ones stay in the layer's.</summary>
    /// <param name="order">The order.</param>
    /// <returns>Their numbers.</returns>
    public IReadOnlyList<int> Order(FeatureMapOrder order)
    {
        Func<ChannelActivity, float>? size = order switch
        {
            FeatureMapOrder.Channel => null,
            FeatureMapOrder.Strength => channel => channel.MeanMagnitude,
            FeatureMapOrder.Variance => channel => channel.StandardDeviation,
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, $"Choose from {string.Join(", ", Enum.GetNames<FeatureMapOrder>())}."),
        };
        return size is null ? [.. Enumerable.Range(0, Channels)] : [.. Activity.OrderByDescending(size).Select(channel => channel.Channel)];
    }

    /// <summary>One number of the layer, and how it came about: the part of the picture that it sees and, for a convolution, its arithmetic.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="row">The cell's row, from 0.</param>
    /// <param name="column">The cell's column, from 0.</param>
    /// <param name="cancellationToken">Cancels the pass that reads what the unit reads.</param>
    /// <returns>The unit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The layer has no such unit.</exception>
    public FeatureUnit Unit(int channel, int row, int column, CancellationToken cancellationToken = default)
    {
        RefuseOutside(channel, Channels, nameof(channel));
        RefuseOutside(row, Height, nameof(row));
        RefuseOutside(column, Width, nameof(column));
        return UnitReader.Read(_source, channel, row, column, Plane(channel)[(row * Width) + column], cancellationToken);

        void RefuseOutside(int value, int count, string name)
        {
            if (value < 0 || value >= count)
            {
                throw new ArgumentOutOfRangeException(
                    name, value, $"The layer {_source.Layer} has {Channels} channels of {Height}x{Width} cells, counted from 0.");
            }
        }
    }

    private ReadOnlySpan<float> Plane(int channel) => _planes.AsSpan(channel * Height * Width, Height * Width);

    private ChannelActivity ActivityOf(int channel, ActivationBounds bounds)
    {
        ReadOnlySpan<float> plane = Plane(channel);
        (double sum, double squares, int saturated) = (0, 0, 0);
        foreach (float value in plane)
        {
            sum += value;
            saturated += bounds.Holds(value) ? 1 : 0;
        }

        double mean = sum / plane.Length;
        foreach (float value in plane)
        {
            squares += (value - mean) * (value - mean);
        }

        return new ChannelActivity(
            channel,
            TensorPrimitives.Min(plane),
            TensorPrimitives.Max(plane),
            (float)mean,
            TensorPrimitives.SumOfMagnitudes(plane) / plane.Length,
            (float)Math.Sqrt(squares / plane.Length),
            (float)saturated / plane.Length);
    }
}

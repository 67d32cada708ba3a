namespace CnnVis;

/// <summary>What a layer computes for one image: one map for each channel. Bright where the channel finds what it looks for.</summary>
public sealed class FeatureMaps
{
    private readonly float[] _values;
    private readonly bool _channelsLast;

    internal FeatureMaps(float[] values, string layer, int channels, int height, int width, bool channelsLast)
    {
        _values = values;
        Layer = layer;
        Channels = channels;
        Height = height;
        Width = width;
        _channelsLast = channelsLast;
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The number of maps.</summary>
    public int Channels { get; }

    /// <summary>Rows of each map.</summary>
    public int Height { get; }

    /// <summary>Columns of each map.</summary>
    public int Width { get; }

    /// <summary>The map of one channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    public Heatmap this[int channel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(channel);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
            int pixels = Height * Width;
            float[] plane = new float[pixels];
            for (int i = 0; i < pixels; i++)
            {
                plane[i] = _values[_channelsLast ? (i * Channels) + channel : (channel * pixels) + i];
            }

            return new Heatmap(plane, Height, Width, plane.Any(value => value < 0) ? MapScaling.Symmetric : MapScaling.Stretched);
        }
    }
}

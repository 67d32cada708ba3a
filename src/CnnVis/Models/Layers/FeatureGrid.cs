namespace CnnVis.Models;

/// <summary>How the channels and cells of a layer that keeps the image's places lie in its output for one image.</summary>
/// <param name="Channels">The channels.</param>
/// <param name="Height">Rows of cells.</param>
/// <param name="Width">Columns of cells.</param>
/// <param name="Start">The position of the first cell's first channel.</param>
/// <param name="ChannelStride">From a channel to the next.</param>
/// <param name="CellStride">From a cell to the next; rows follow each other.</param>
internal sealed record FeatureGrid(int Channels, int Height, int Width, int Start, int ChannelStride, int CellStride)
{
    public int CellCount => Height * Width;

    public static FeatureGrid ChannelsFirst(int channels, int height, int width) => new(channels, height, width, 0, height * width, 1);

    public static FeatureGrid ChannelsLast(int height, int width, int channels) => new(channels, height, width, 0, 1, channels);

    /// <summary>Tokens of a transformer: those of the image's places lie side by side, others (a class token, registers) before or after them.</summary>
    public static FeatureGrid Tokens(int before, int height, int width, int channels) => new(channels, height, width, before * channels, 1, channels);

    public int IndexOf(int channel, int cell) => Start + (channel * ChannelStride) + (cell * CellStride);

    /// <summary>Sets a channel of one image to zero.</summary>
    public void Clear(Span<float> values, int channel)
    {
        for (int cell = 0; cell < CellCount; cell++)
        {
            values[IndexOf(channel, cell)] = 0;
        }
    }

    /// <summary>Whether channels follow each other as they are.</summary>
    public bool IsOfPlanes => Start == 0 && CellStride == 1 && ChannelStride == CellCount;

    /// <summary>The values of one image, channel after channel: themselves where they are so.</summary>
    public ReadOnlyMemory<float> Planes(ReadOnlyMemory<float> values) => IsOfPlanes ? values : ToPlanes(values.Span);

    /// <summary>A copy of the values of one image, channel after channel.</summary>
    public float[] ToPlanes(ReadOnlySpan<float> values)
    {
        float[] planes = new float[Channels * CellCount];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int cell = 0; cell < CellCount; cell++)
            {
                planes[(channel * CellCount) + cell] = values[IndexOf(channel, cell)];
            }
        }

        return planes;
    }
}

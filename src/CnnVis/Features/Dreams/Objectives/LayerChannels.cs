using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>The channels of a layer and their cells: maps, the tokens of a transformer, or the units of a dense layer, of one cell each.</summary>
internal static class LayerChannels
{
    /// <exception cref="ArgumentException">The layer has no channels.</exception>
    public static FeatureGrid Of(Layer layer) => Of(layer, [.. layer.OutputShape.Skip(1)]);

    /// <param name="layer">The layer.</param>
    /// <param name="shape">The shape of its output for one image, without the axis of the images.</param>
    /// <exception cref="ArgumentException">The layer has no channels.</exception>
    public static FeatureGrid Of(Layer layer, int[] shape) => new FeatureGrids(layer.Model).Of(layer.OutputTensor, shape) ?? shape switch
    {
        _ when shape.Count(size => size != 1) <= 1 => FeatureGrid.ChannelsFirst(shape.Aggregate(1, (product, size) => product * size), 1, 1),
        _ => throw new ArgumentException($"The layer {layer} has no channels: its output is neither maps nor a list of numbers."),
    };

    /// <exception cref="ArgumentException">The layer has no such channel.</exception>
    public static void RefuseUnknown(Layer layer, int channel)
    {
        int channels = Of(layer).Channels;
        if (channel < 0 || channel >= channels)
        {
            throw new ArgumentException($"The layer {layer} has no channel {channel}: it has {channels}, 0 to {channels - 1}.");
        }
    }
}

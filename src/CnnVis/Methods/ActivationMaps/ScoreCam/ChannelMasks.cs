using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>The image dimmed by the channels of a layer: each is resized to the image, corner on corner, and stretched from 0 to 1.</summary>
internal sealed class ChannelMasks
{
    // That of pytorch-grad-cam.
    private const float LeastRange = 1e-8f;

    private readonly LayerPlanes _planes;
    private readonly ImageTensor _image;
    private readonly ResamplingFilter _columns;
    private readonly ResamplingFilter _rows;

    public ChannelMasks(LayerPlanes planes, ImageTensor image)
    {
        _planes = planes;
        _image = image;
        _columns = CornerOnCorner(planes.Grid.Width, image.Shape.Width);
        _rows = CornerOnCorner(planes.Grid.Height, image.Shape.Height);
    }

    public int Channels => _planes.Channels;

    /// <summary>Whether a channel is the same everywhere: its mask is 0, and the image that it leaves is blank.</summary>
    public bool IsBlank(int channel)
    {
        ReadOnlySpan<float> plane = _planes.Activation(channel);
        return !plane.ContainsAnyExcept(plane[0]);
    }

    /// <summary>The channels that leave different images: of the blank ones, the first.</summary>
    public int[] Distinct(IEnumerable<int> channels)
    {
        bool hasBlank = false;
        return [.. channels.Where(channel => !IsBlank(channel) || (!hasBlank && (hasBlank = true)))];
    }

    public void Write(int channel, Span<float> destination)
    {
        float[] mask = Resampler.Resize(_planes.Activation(channel), _planes.Grid.Width, _columns, _rows);
        float low = TensorPrimitives.Min<float>(mask);
        TensorPrimitives.Subtract(mask, low, mask);
        TensorPrimitives.Divide(mask, TensorPrimitives.Max<float>(mask) + LeastRange, mask);
        ImageShape shape = _image.Shape;
        ReadOnlySpan<float> image = _image.Values;
        if (shape.Layout == TensorLayout.Nchw)
        {
            for (int first = 0; first < image.Length; first += mask.Length)
            {
                TensorPrimitives.Multiply(image.Slice(first, mask.Length), mask, destination[first..]);
            }

            return;
        }

        for (int pixel = 0; pixel < mask.Length; pixel++)
        {
            TensorPrimitives.Multiply(image.Slice(pixel * shape.Channels, shape.Channels), mask[pixel], destination[(pixel * shape.Channels)..]);
        }
    }

    private static ResamplingFilter CornerOnCorner(int cells, int pixels)
    {
        double step = pixels > 1 ? (cells - 1.0) / (pixels - 1) : 0;
        return ResamplingFilter.Through(cells, pixels, pixel => (pixel * step) + 0.5);
    }
}

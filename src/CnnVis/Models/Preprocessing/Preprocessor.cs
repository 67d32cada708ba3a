namespace CnnVis.Models;

/// <summary>Turns pictures into a model's input.</summary>
internal static class Preprocessor
{
    public static (ImageTensor Tensor, ImageGeometry Geometry) Apply(Preprocessing preprocessing, RgbImage image, ImageShape shape)
    {
        PlacedResize placed = PlacedResize.For(preprocessing, image.Width, image.Height, shape.Width, shape.Height);
        PixelRectangle covered = Covered(placed, shape);
        bool antialias = preprocessing.Interpolation == Interpolation.Bilinear;
        ResamplingFilter columns = ResamplingFilter.Create(
            image.Width, placed.ResizedWidth, covered.Left - placed.OffsetX, covered.Width, antialias);
        ResamplingFilter rows = ResamplingFilter.Create(
            image.Height, placed.ResizedHeight, covered.Top - placed.OffsetY, covered.Height, antialias);

        float[] values = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ChannelTransform transform = ChannelTransform.For(preprocessing, channel, shape.Channels);
            float[] plane = transform.Extract(image);
            float[] resized = Resampler.Resize(plane, image.Width, columns, rows);
            Place(resized, covered, channel, shape, transform, values);
        }

        return (new ImageTensor(values, shape), placed.Geometry(image.Width, image.Height, shape.Width, shape.Height));
    }

    /// <summary>One colour, as the model would read a picture full of it.</summary>
    public static float[] ColorOf(Preprocessing preprocessing, RgbValues color, int channels)
    {
        float[] values = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            ChannelTransform transform = ChannelTransform.For(preprocessing, channel, channels);
            values[channel] = transform.Apply(transform.Of(color));
        }

        return values;
    }

    private static void Place(float[] resized, PixelRectangle covered, int channel, ImageShape shape, ChannelTransform transform, float[] values)
    {
        float padding = transform.Apply(transform.Padding);
        for (int y = 0; y < shape.Height; y++)
        {
            for (int x = 0; x < shape.Width; x++)
            {
                bool inside = x >= covered.Left && x < covered.Right && y >= covered.Top && y < covered.Bottom;
                values[shape.IndexOf(channel, y, x)] = inside
                    ? transform.Apply(resized[((y - covered.Top) * covered.Width) + x - covered.Left])
                    : padding;
            }
        }
    }

    private static PixelRectangle Covered(PlacedResize placed, ImageShape shape)
    {
        int left = Math.Max(placed.OffsetX, 0);
        int top = Math.Max(placed.OffsetY, 0);
        int right = Math.Min(placed.OffsetX + placed.ResizedWidth, shape.Width);
        int bottom = Math.Min(placed.OffsetY + placed.ResizedHeight, shape.Height);
        return new PixelRectangle(left, top, right - left, bottom - top);
    }
}

using CnnVis.Models;

namespace CnnVis.Features.Diagnoses;

/// <summary>A range that models are commonly trained with.</summary>
/// <param name="Preset">The preset's name.</param>
/// <param name="Range">The range in words.</param>
internal sealed record RangeCandidate(string Preset, string Range)
{
    public static IReadOnlyList<RangeCandidate> All { get; } =
    [
        new(nameof(Preprocessing.ZeroToOne), "0 to 1"),
        new(nameof(Preprocessing.TensorFlow), "-1 to 1"),
        new(nameof(Preprocessing.ImageNet), "about -2 to 2.6"),
        new(nameof(Preprocessing.None), "0 to 255"),
        new(nameof(Preprocessing.Caffe), "about -120 to 150"),
    ];

    public ImageTensor Apply(DiagnosedImage image, ChannelOrder order)
    {
        Preprocessing range = Preprocessing.Preset(Preset) with { ChannelOrder = order };
        ImageShape shape = image.Pixels.Shape;
        float[] values = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ChannelTransform transform = ChannelTransform.For(range, channel, shape.Channels);
            for (int pixel = 0; pixel < shape.PixelCount; pixel++)
            {
                int index = shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width);
                values[index] = transform.Apply(image.Pixels.Values[index]);
            }
        }

        return new ImageTensor(values, shape);
    }

    public override string ToString() => $"{Range} ({Preset})";
}

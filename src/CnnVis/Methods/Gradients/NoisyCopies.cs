using System.Globalization;
using System.Numerics.Tensors;

namespace CnnVis.Methods;

/// <summary>Copies of an image with normal noise, the same for any batch size.</summary>
internal sealed class NoisyCopies
{
    private readonly ImageTensor _image;
    private readonly CounterRandom _random;
    private readonly float _deviation;

    /// <param name="image">The image.</param>
    /// <param name="noiseLevel">The noise's standard deviation, as a part of the range of the image's values.</param>
    /// <param name="seed">Another seed gives other noise.</param>
    public NoisyCopies(ImageTensor image, float noiseLevel, int seed)
    {
        _image = image;
        _random = new CounterRandom(seed);
        _deviation = noiseLevel * (TensorPrimitives.Max(image.Values) - TensorPrimitives.Min(image.Values));
    }

    public static void RefuseImpossible(float noiseLevel)
    {
        if (!(noiseLevel >= 0 && float.IsFinite(noiseLevel)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"NoiseLevel is {noiseLevel}; it must be a part of the range of the image's values, for example 0.15."));
        }
    }

    public void Write(int sample, Span<float> copy)
    {
        ReadOnlySpan<float> image = _image.Values;
        if (_deviation == 0)
        {
            image.CopyTo(copy);
            return;
        }

        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] = image[i] + (_deviation * _random.Normal(sample, i));
        }
    }
}

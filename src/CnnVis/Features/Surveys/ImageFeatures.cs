using System.Numerics.Tensors;

namespace CnnVis.Features.Surveys;

/// <summary>Compares images by a few numbers for each.</summary>
internal sealed class ImageFeatures(IReadOnlyList<float[]> features)
{
    public float[] this[int image] => features[image];

    /// <summary>All other images by the cosine of their features with one's.</summary>
    public IEnumerable<(int Image, float Cosine)> Ranked(int image, bool mostFirst)
    {
        (int Image, float Cosine)[] others =
        [
            .. Enumerable.Range(0, features.Count).Where(other => other != image).Select(other => (other, Cosine(features[image], features[other]))),
        ];
        // LINQ's sorts are stable: of equal ones the earlier image comes first both ways.
        return mostFirst ? others.OrderByDescending(other => other.Cosine) : others.OrderBy(other => other.Cosine);
    }

    public ImageEmbedding Embed(CancellationToken cancellationToken)
    {
        int channels = features[0].Length;
        double[] mean = new double[channels];
        foreach (float[] image in features)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                mean[channel] += image[channel] / (double)features.Count;
            }
        }

        double[][] centred = [.. features.Select(image => image.Select((value, channel) => value - mean[channel]).ToArray())];
        PrincipalAxes axes = PrincipalAxes.Of(centred, cancellationToken);
        return new ImageEmbedding(
            [.. centred.Select(image => ((float)TensorPrimitives.Dot<double>(image, axes.First), (float)TensorPrimitives.Dot<double>(image, axes.Second)))],
            axes.Explained);
    }

    // An image that excites nothing has no direction: it is like no other.
    private static float Cosine(float[] one, float[] other)
    {
        double dot = 0;
        double oneSquares = 0;
        double otherSquares = 0;
        for (int i = 0; i < one.Length; i++)
        {
            dot += (double)one[i] * other[i];
            oneSquares += (double)one[i] * one[i];
            otherSquares += (double)other[i] * other[i];
        }

        return oneSquares == 0 || otherSquares == 0 ? 0 : (float)(dot / Math.Sqrt(oneSquares * otherSquares));
    }
}

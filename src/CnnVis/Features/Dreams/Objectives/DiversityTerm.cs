using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Features.Dreams;

/// <summary>
/// Minus the cosines between an image's Gram matrix of channels and those of the others: G = sum over cells of f f^T, D_i = - sum over j of
/// cos(G_i, G_j). Gram matrices tell textures apart, wherever they lie (Olah et al., 2017).
/// </summary>
internal sealed class DiversityTerm(LayerSelector layer) : ObjectiveTerm
{
    public override string Name => $"diversity of {layer}";

    public override string TensorOf(CnnModel model)
    {
        Layer resolved = layer.Resolve(model);
        _ = LayerChannels.Of(resolved);
        return resolved.OutputTensor;
    }

    public override TermFunction Bind(DreamSubject subject)
    {
        if (subject.Images < 2)
        {
            throw new ArgumentException($"Diversity compares pictures with each other: set {nameof(DreamOptions)}.{nameof(DreamOptions.Images)} to 2 or more.");
        }

        Layer resolved = layer.Resolve(subject.Model);
        FeatureGrid grid = LayerChannels.Of(resolved, subject.Network.ShapeOf(resolved.OutputTensor));
        return (activations, weight, gradient) =>
        {
            float[][] planes = [.. Enumerable.Range(0, activations.Count).Select(image => grid.ToPlanes(activations[image]))];
            (float Length, float[] Direction)[] grams = [.. planes.Select(plane => Gram(plane, grid))];
            double[] values = new double[grams.Length];
            for (int image = 0; image < grams.Length; image++)
            {
                float[] others = new float[grid.Channels * grid.Channels];
                foreach ((float _, float[] direction) in grams.Where((_, other) => other != image))
                {
                    TensorPrimitives.Add(others, direction, others);
                }

                values[image] = -TensorPrimitives.Dot<float>(others, grams[image].Direction);
                int length = gradient.Length / grams.Length;
                AddGradient(planes[image], grams[image], others, (float)values[image], weight, grid, gradient.Slice(image * length, length));
            }

            return values;
        };
    }

    private static (float Length, float[] Direction) Gram(float[] planes, FeatureGrid grid)
    {
        float[] gram = new float[grid.Channels * grid.Channels];
        for (int i = 0; i < gram.Length; i++)
        {
            gram[i] = TensorPrimitives.Dot<float>(Plane(planes, i / grid.Channels, grid), Plane(planes, i % grid.Channels, grid));
        }

        float length = TensorPrimitives.Norm<float>(gram);
        TensorPrimitives.Divide(gram, Math.Max(length, float.Epsilon), gram);
        return (length, gram);
    }

    /// <summary>Each pair counts twice, once for each of its images; G's derivative is 2 f, as it is symmetric.</summary>
    private static void AddGradient(
        float[] planes, (float Length, float[] Direction) gram, float[] others, float value, float weight, FeatureGrid grid, Span<float> gradient)
    {
        if (gram.Length == 0)
        {
            return;
        }

        // The others without their part along the image's own direction, which does not change the cosine.
        TensorPrimitives.MultiplyAdd(gram.Direction, value, others, others);
        float[] ofChannel = new float[grid.CellCount];
        for (int channel = 0; channel < grid.Channels; channel++)
        {
            Array.Clear(ofChannel);
            for (int other = 0; other < grid.Channels; other++)
            {
                TensorPrimitives.MultiplyAdd(Plane(planes, other, grid), others[(channel * grid.Channels) + other], ofChannel, ofChannel);
            }

            for (int cell = 0; cell < grid.CellCount; cell++)
            {
                gradient[grid.IndexOf(channel, cell)] -= 4 * weight / gram.Length * ofChannel[cell];
            }
        }
    }

    private static ReadOnlySpan<float> Plane(float[] planes, int channel, FeatureGrid grid) => planes.AsSpan(channel * grid.CellCount, grid.CellCount);
}

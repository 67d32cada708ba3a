using System.Numerics.Tensors;
using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>A finished forward pass over some images, and perhaps over their baselines, from which gradients of any target can be taken.</summary>
internal sealed class GradientRun(GradientPlan plan, TensorRun run, TensorRun? ofBaselines, int count, int padded) : IDisposable
{
    /// <summary>The values of a tensor that was asked for, image after image.</summary>
    public TensorBatch Activation(string tensor) => TensorBatch.Of(run.Floats(tensor), run.ShapeOf(tensor), padded, count);

    /// <summary>What arrives at each tensor of the request from seeds at the scores; image after image.</summary>
    /// <param name="writeSeed">Writes one image's seed, given its scores, into zeros.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public float[][] Gradients(SeedWriter writeSeed, CancellationToken cancellationToken) => Backward(run.Floats(plan.From), writeSeed, cancellationToken);

    /// <summary>What arrives from seeds that are means over points between the baselines' scores and the images'.</summary>
    /// <param name="writeSeed">Writes one image's seed, given scores, into zeros.</param>
    /// <param name="points">How many points: one is enough for a seed that is the same everywhere.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public float[][] Multipliers(SeedWriter writeSeed, int points, CancellationToken cancellationToken)
    {
        float[] scores = run.Floats(plan.From);
        float[] ofNothing = ofBaselines!.Floats(plan.From);
        int length = scores.Length / padded;
        return Backward(scores, WriteMean, cancellationToken);

        void WriteMean(int image, ReadOnlySpan<float> ofImage, Span<float> seed)
        {
            float[] between = new float[length];
            float[] part = new float[length];
            for (int point = 0; point < points; point++)
            {
                TensorPrimitives.Lerp(ofNothing.AsSpan(image * length, length), ofImage, (point + 0.5f) / points, between);
                Array.Clear(part);
                writeSeed(image, between, part);
                TensorPrimitives.MultiplyAdd(part, 1f / points, seed, seed);
            }
        }
    }

    public void Dispose()
    {
        run.Dispose();
        ofBaselines?.Dispose();
    }

    private float[][] Backward(float[] scores, SeedWriter writeSeed, CancellationToken cancellationToken)
    {
        int length = scores.Length / padded;
        float[] seed = new float[scores.Length];
        for (int image = 0; image < count; image++)
        {
            writeSeed(image, scores.AsSpan(image * length, length), seed.AsSpan(image * length, length));
        }

        float[][] gradients = plan.Backward(run, ofBaselines, seed, cancellationToken);
        return padded == count ? gradients : Array.ConvertAll(gradients, all => all[..(all.Length / padded * count)]);
    }
}

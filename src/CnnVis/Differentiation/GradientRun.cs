using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>A finished forward pass over some images, from which gradients of any target can be taken.</summary>
internal sealed class GradientRun(GradientPlan plan, TensorRun run, int count, int padded) : IDisposable
{
    /// <summary>The values of a tensor that was asked for, image after image.</summary>
    public TensorBatch Activation(string tensor)
    {
        float[] values = run.Floats(tensor);
        int[] shape = run.ShapeOf(tensor);
        return new TensorBatch(
            padded == count ? values : values[..(values.Length / padded * count)],
            shape.Length > 0 && shape[0] == padded ? shape[1..] : [values.Length / padded],
            count);
    }

    /// <summary>What arrives at each tensor of the request from seeds at the scores; image after image.</summary>
    /// <param name="writeSeed">Writes one image's seed, given its scores, into zeros.</param>
    /// <param name="cancellationToken">Cancels the pass.</param>
    public float[][] Gradients(SeedWriter writeSeed, CancellationToken cancellationToken)
    {
        float[] scores = run.Floats(plan.From);
        int length = scores.Length / padded;
        float[] seed = new float[scores.Length];
        for (int image = 0; image < count; image++)
        {
            writeSeed(image, scores.AsSpan(image * length, length), seed.AsSpan(image * length, length));
        }

        float[][] gradients = plan.Backward(run, seed, cancellationToken);
        return padded == count ? gradients : Array.ConvertAll(gradients, all => all[..(all.Length / padded * count)]);
    }

    public void Dispose() => run.Dispose();
}

using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis;

/// <content>Scores from a part of the network: what follows a layer, or what windows change.</content>
public sealed partial class ExplanationContext
{
    private const float LargestDisagreement = 1e-4f;

    /// <summary>
    /// Hands over the part of the network after a layer, to score changed activations. The pass up to the layer costs as many forward passes as
    /// one run takes images.
    /// </summary>
    /// <exception cref="NoGradientException">Only scores are known, so there are no layers.</exception>
    internal T AfterLayer<T>(Layer layer, Func<LayerTail, T> use)
    {
        CnnModel model = _image.Model;
        ExpectPasses(BatchSize);
        return LayerTails.Of(model).Use(
            layer,
            Input,
            tail =>
            {
                Count(tail.Capacity, backwardPasses: 0);
                return use(tail);
            },
            CancellationToken);
    }

    /// <summary>Scores the first activations of what follows a layer. It counts for the progress, but is no forward pass.</summary>
    /// <returns>A row of scores, one for each target, for each activation.</returns>
    internal float[][] ScoreActivations(LayerTail tail, int count)
    {
        ScorePass pass = Pass(("tail", tail.Tensor), 1, _ => tail.Score(count), (part, _) => part.Repeat(count), _ => BytesOf(tail.Capacity));
        _progress.Advance(count);
        return ScoresOf(pass, count);
    }

    /// <summary>Scores windows by what each of them changes in the network. Each counts as a forward pass.</summary>
    /// <returns>A row of scores, one for each target, for each window.</returns>
    internal float[][] ScoreWindows(IncrementalImage image, int[] windows, PixelRectangle[] places)
    {
        ScorePass pass = Pass(
            ScoreOfWindows,
            windows.Length,
            count => ScorePass.Join(Model.SessionSettings.Budget.InParts(
                count, count, (first, taken) => image.Score(windows[first..(first + taken)], places[first..(first + taken)]))),
            (part, count) => part.Repeat(count),
            image.BytesOf,
            sampled: windows.Length);
        Count(windows.Length, backwardPasses: 0);
        return ScoresOf(pass, windows.Length);
    }

    /// <summary>Whether the whole network has the same logits for a window, but for rounding: a look at new sessions, which counts for no explanation.</summary>
    /// <param name="image">Scores it by what it changes.</param>
    /// <param name="window">Its number.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="batch">The image with the window filled.</param>
    internal bool Agrees(IncrementalImage image, int window, PixelRectangle place, ImageBatch batch)
    {
        ReadOnlySpan<float> full = _image.Evaluate(batch.Memory, 1, CancellationToken).Logits[0];
        ReadOnlySpan<float> incremental = image.Score([window], [place]).Logits[0];
        float[] difference = new float[full.Length];
        TensorPrimitives.Subtract(full, incremental, difference);
        return MathF.Abs(TensorPrimitives.MaxMagnitude<float>(difference)) <= LargestDisagreement * MathF.Abs(TensorPrimitives.MaxMagnitude(full));
    }
}

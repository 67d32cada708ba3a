using CnnVis.Explanations;
using CnnVis.Explanations.Estimates;
using CnnVis.Models;

namespace CnnVis;

/// <content>How passes are run, or counted for <see cref="Explainer.Estimate"/>.</content>
public sealed partial class ExplanationContext
{
    private const string ScoreOfImages = "score";
    private const string ScoreOfWindows = "windows";

    /// <summary>Counts the passes instead of running them; null for an explanation.</summary>
    internal SampledPasses? Sampled { get; init; }

    /// <summary>
    /// Whether a method may stop before its last pass, because its result is good enough. Ask here, so that an estimate, in which nothing is ever good
    /// enough, counts the most that may follow.
    /// </summary>
    /// <param name="isGoodEnough">What the method found.</param>
    /// <returns>The same; false in an estimate.</returns>
    public bool MayStop(bool isGoodEnough) => Sampled?.MayStop() ?? isGoodEnough;

    /// <summary>The scores of the unchanged image.</summary>
    internal static ScorePass Unchanged(ExplainedImage image, SampledPasses? sampled, CancellationToken cancellationToken) => sampled is null
        ? image.Unchanged(cancellationToken)
        : sampled.Of(
            ScoreOfImages,
            images: 1,
            count => image.Evaluate(image.Input.Memory, count, cancellationToken),
            (one, _) => one,
            () => (long)image.BytesPerImage);

    /// <summary>Says in an estimate what decides the cost.</summary>
    internal void NoteCost(string note) => Sampled?.AddNote(note);

    private T Pass<T>(object kind, int images, Func<int, T> run, Func<T, int, T> repeat, Func<int, long> bytes, int sampled = 1)
        where T : notnull => Sampled is null ? run(images) : Sampled.Of(kind, images, run, repeat, () => bytes(images), sampled);

    private long BytesOf(int images) => (long)(images * _image.BytesPerImage);
}

using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="ExpectedGradients"/>.</summary>
public static class ExpectedGradientsExtensions
{
    /// <summary>
    /// Expected gradients share out among the elements of the input by how much the image's score differs from what is expected of a
    /// background of images: integrated gradients, averaged over baselines instead of hanging on one. Each sample looks at one random point on
    /// the way from one baseline. Positive: the element raises the score; negative: it lowers it; in the unit of the score. The map
    /// adds up to the difference of the scores, and a note says by how much it misses. One number for each element of the input
    /// (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Erion, Janizek, Sturmfels, Lundberg and Lee, Improving Performance of Deep Learning Models with Axiomatic Attribution Priors and
    /// Expected Gradients, 2021. The samples are shared out evenly among the images of the background and along each way, which gives the same
    /// mean with less noise. It costs a forward and, for each target, a backward pass for each sample: about 125 forward passes for the 50
    /// samples of the defaults.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Samples and background; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what each pixel adds to the score, compared with a background of images",
        "about 2.5 for each sample: 125",
        "Erion, Janizek, Sturmfels, Lundberg and Lee, Expected Gradients, 2021",
        NeedsGradients = true)]
    public static Explanation ExpectedGradients(
        this Explainer explainer, ExpectedGradientsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        ExpectedGradientsOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(ExpectedGradients), chosen, new RandomPaths(chosen).Attribute, cancellationToken);
    }
}

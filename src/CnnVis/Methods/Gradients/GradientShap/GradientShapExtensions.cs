using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GradientShap"/>.</summary>
public static class GradientShapExtensions
{
    /// <summary>
    /// GradientSHAP shares out among the elements of the input by how much the score around the image differs from what is expected of a
    /// background of images: expected gradients, with noise added to the image in every sample, which estimates SHAP values of a smoothed
    /// model. Positive: the element raises the score; negative: it lowers it; in the unit of the score. One number for each element of the
    /// input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017, as in their program and in Captum. The samples
    /// are shared out evenly among the images of the background and along each way. It costs a forward and, for each target, a backward pass
    /// for each sample: about 125 forward passes for the 50 samples of the defaults.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Samples, background and noise; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what each pixel adds to the score around the image, compared with a background",
        "about 2.5 for each sample: 125",
        "Lundberg and Lee, A Unified Approach to Interpreting Model Predictions, 2017",
        NeedsGradients = true)]
    public static Explanation GradientShap(this Explainer explainer, GradientShapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GradientShapOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(GradientShap), chosen, new RandomPaths(chosen, chosen.NoiseLevel).Attribute, cancellationToken);
    }
}

using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="VarGrad"/>.</summary>
public static class VarGradExtensions
{
    /// <summary>
    /// VarGrad shows where the gradient, or another attribution, is unsure: its variance over noisy copies of the image, which is 0 where the
    /// score is a straight function of an element. The variance is the mean of the squares minus the square of the mean. Never negative, in
    /// the square of the unit of what varies. One number for each element of the input (<see cref="Heatmap.Elements"/>), and their sums over
    /// the channels.
    /// </summary>
    /// <remarks>Adebayo, Gilmer, Goodfellow and Kim, Local Explanation Methods for Deep Neural Networks Lack Sensitivity to Parameter Values, 2018.
    /// It costs as much as the attribution for each copy: about 63 forward passes for 25 gradients.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">How many copies, how much noise, and what is computed for each; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">An option cannot be used; the message says what is possible.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "where the gradient varies around the image",
        "about 2.5 for each sample: 63",
        "Adebayo, Gilmer, Goodfellow and Kim, Local Explanation Methods Lack Sensitivity to Parameter Values, 2018",
        NeedsGradients = true)]
    public static Explanation VarGrad(this Explainer explainer, VarGradOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        VarGradOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(VarGrad), chosen, new VarGradMethod(chosen).Attribute, cancellationToken);
    }
}

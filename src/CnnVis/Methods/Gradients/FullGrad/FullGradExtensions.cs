using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="FullGrad"/>.</summary>
public static class FullGradExtensions
{
    /// <summary>
    /// FullGrad shows which places matter for the score at every depth of the network: the gradient times the image, and at every layer the
    /// gradient times the bias, which together make up the whole score of a network of ReLUs. Of each channel the absolute value is scaled to
    /// 0 to 1, enlarged to the image and added. Never negative, in no unit; a note says how much of the score the parts add up to.
    /// </summary>
    /// <remarks>Srinivas and Fleuret, Full-Gradient Representation for Neural Network Visualization, 2019, scaled channel by channel as in
    /// pytorch-grad-cam. Biases are those of convolutions, dense layers and BatchNormalization, and constants that are added; one without a place,
    /// such as that of a dense layer, counts in the sum but not in the map. It costs one forward and, for each target, one backward pass: about
    /// 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Nothing to choose yet; null.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="NoGradientException">The model cannot be differentiated, or only its scores are known; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which places matter at every depth of the network",
        "about 2.5",
        "Srinivas and Fleuret, Full-Gradient Representation for Neural Network Visualization, 2019",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation FullGrad(this Explainer explainer, FullGradOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        return explainer.Run(nameof(FullGrad), options ?? new(), FullGradMethod.Attribute, cancellationToken);
    }
}

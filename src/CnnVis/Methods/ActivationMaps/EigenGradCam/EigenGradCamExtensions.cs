using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="EigenGradCam"/>.</summary>
public static class EigenGradCamExtensions
{
    /// <summary>
    /// Eigen-CAM for a target: the direction in which gradient times activation differs most between the cells. Often cleaner than
    /// Grad-CAM, since what all cells share falls away. In the unit of the score; the sign is chosen so that the map rises with the
    /// mean of the products.
    /// </summary>
    /// <remarks>A method of pytorch-grad-cam: Gildenblat et al., PyTorch library for CAM methods, 2021. It costs one forward pass and,
    /// for each target, a backward pass from the scores to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and how several are joined; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "what stands out in a layer among that which the score depends on",
        "about 2",
        "Gildenblat et al., PyTorch library for CAM methods, 2021",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation EigenGradCam(this Explainer explainer, EigenGradCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        EigenGradCamOptions chosen = options ?? new();
        return explainer.Run(nameof(EigenGradCam), chosen, context => EigenGradCamMethod.Attribute(context, chosen), cancellationToken);
    }
}

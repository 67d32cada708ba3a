using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="SmoothGradCamPlusPlus"/>.</summary>
public static class SmoothGradCamPlusPlusExtensions
{
    /// <summary>
    /// Smooth Grad-CAM++ is Grad-CAM++ with gradients averaged over noisy copies of the image: calmer where single gradients jump.
    /// Positive numbers speak for the target and are what is drawn; negative ones are kept in <see cref="Heatmap.Values"/>.
    /// </summary>
    /// <remarks>Omeiza et al., Smooth Grad-CAM++: An Enhanced Inference Level Visualization Technique for Deep Convolutional Neural
    /// Network Models, 2019. Each power of the gradient is averaged by itself; activations are those of the unchanged image. It costs
    /// one forward pass for each sample and, for each target, a backward pass down to the layer.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, samples and noise; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the layer's height and width for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen, or an option is out of its
    /// range.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated down to the layer, or only its scores are known.</exception>
    [MethodInfo(
        "Grad-CAM++ averaged over noisy copies of the image",
        "about 2 for each sample: 17",
        "Omeiza et al., Smooth Grad-CAM++: An Enhanced Inference Level Visualization Technique for Deep Convolutional Neural Network Models, 2019",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation SmoothGradCamPlusPlus(this Explainer explainer, SmoothGradCamPlusPlusOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        SmoothGradCamPlusPlusOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(SmoothGradCamPlusPlus), chosen, new SmoothGradCamPlusPlusMethod(chosen).Attribute, cancellationToken);
    }
}

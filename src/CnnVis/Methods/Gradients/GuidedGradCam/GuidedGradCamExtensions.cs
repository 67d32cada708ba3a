using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="GuidedGradCam"/>.</summary>
public static class GuidedGradCamExtensions
{
    /// <summary>
    /// Guided Grad-CAM shows the edges and textures at the places where the last layers found the target: guided backpropagation, which is
    /// sharp but hardly knows classes, times the positive part of Grad-CAM, which knows classes but is coarse, enlarged to the image (bilinear).
    /// Signed, in no unit. One number for each element of the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017. Captum enlarges by the
    /// nearest cell, which leaves steps in the picture. It costs two forward and, for each target, two backward passes: about five forward
    /// passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Layers, and which activations are changed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="ArgumentException">A layer does not exist or has no places, or none can be chosen.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated, or only its scores are known; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "which edges and textures the last layers found the target in",
        "about 5",
        "Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, 2017",
        NeedsGradients = true,
        NeedsLayers = true)]
    public static Explanation GuidedGradCam(
        this Explainer explainer, GuidedGradCamOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        GuidedGradCamOptions chosen = options ?? new();
        var guided = new GuidedBackpropOptions { Rectifiers = chosen.Rectifiers };
        guided.Validate();
        return explainer.Run(nameof(GuidedGradCam), chosen, new GuidedGradCamMethod(chosen, guided).Attribute, cancellationToken);
    }
}

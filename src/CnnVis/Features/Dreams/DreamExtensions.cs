using CnnVis.Features.Dreams;

namespace CnnVis;

/// <summary>The verbs <see cref="Dream"/> and <see cref="Measure"/>.</summary>
public static class DreamExtensions
{
    /// <summary>
    /// Makes pictures that excite a part of the network: what a neuron, a channel, a layer or a class looks for (activation maximisation; Erhan et
    /// al., Visualizing Higher-Layer Features of a Deep Network, 2009; Olah et al., Feature Visualization, 2017). It costs a forward and a backward
    /// pass up to that part for each step and picture.
    /// </summary>
    /// <param name="model">The model; its preprocessing must be what it was trained with.</param>
    /// <param name="objective">What to excite.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Hears of every step; null for nobody.</param>
    /// <param name="cancellationToken">Cancels it within a step.</param>
    /// <returns>The pictures.</returns>
    /// <exception cref="ArgumentException">The model has no such layer, channel, neuron or class, or an option is out of range.</exception>
    /// <exception cref="NoGradientException">The model cannot be differentiated up to there.</exception>
    public static Dream Dream(
        this CnnModel model,
        Objective objective,
        DreamOptions? options = null,
        IProgress<ExplanationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        using Runtime.RunGate.Pass pass = model.EnterPass();
        return DreamRun.Dream(model, objective, options ?? new(), progress, cancellationToken);
    }

    /// <summary>
    /// What an objective is for pictures as they are, seen by the network at the size at which it would be dreamed: whether a dream excites a channel
    /// more than photos do. It costs a forward pass for each picture.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="objective">What is measured.</param>
    /// <param name="images">The pictures, resized as the model's preprocessing does.</param>
    /// <param name="size">The longer side of what the network sees; null for that of a dream with the same <see cref="DreamOptions.Size"/>.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>A number for each picture.</returns>
    /// <exception cref="ArgumentException">The model has no such layer, channel, neuron or class.</exception>
    public static IReadOnlyList<float> Measure(
        this CnnModel model, Objective objective, IReadOnlyList<RgbImage> images, int? size = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0)
        {
            return [];
        }

        using Runtime.RunGate.Pass pass = model.EnterPass();
        return DreamRun.Measure(model, objective, images, new DreamOptions { Size = size }, cancellationToken);
    }
}

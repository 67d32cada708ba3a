using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="InputXGradient"/>.</summary>
public static class InputXGradientExtensions
{
    /// <summary>
    /// Input times gradient shows what each element of the input adds to the score of a model that were as straight everywhere as it is at this
    /// image. Signed, in the unit of the score. What the model reads as 0 gets nothing, whatever it shows: with a mean subtracted that is
    /// mid-grey. One number for each element of the input (<see cref="Heatmap.Elements"/>), and their sums over the channels.
    /// </summary>
    /// <remarks>Shrikumar, Greenside and others, Not Just a Black Box, 2016. It costs one forward and, for each target, one backward pass:
    /// about 2.5 forward passes in all.</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Nothing to choose yet; null.</param>
    /// <param name="cancellationToken">Cancels inside a pass.</param>
    /// <returns>One map of the input's shape for each target.</returns>
    /// <exception cref="NoGradientException">The model cannot be differentiated; the message names the node.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    [MethodInfo(
        "what each pixel adds to the score, as if the model were straight",
        "about 2.5",
        "Shrikumar, Greenside and others, Not Just a Black Box, 2016",
        NeedsGradients = true)]
    public static Explanation InputXGradient(
        this Explainer explainer, InputXGradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        return explainer.Run(nameof(InputXGradient), options ?? new(), InputXGradientMethod.Attribute, cancellationToken);
    }
}

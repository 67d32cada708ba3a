using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>The verb <see cref="Rise"/>.</summary>
public static class RiseExtensions
{
    /// <summary>
    /// RISE shows where the score depends on what is visible: it looks at the image through thousands of random, smooth masks and compares the
    /// scores of those that show a place with those of all. It needs nothing but scores. Positive: the score is higher where the place is
    /// shown, it speaks for the target; negative: it speaks against. In the unit of the score. A note says how many masks were used.
    /// </summary>
    /// <remarks>Petsiuk, Das and Saenko, RISE: Randomized Input Sampling for Explanation of Black-box Models, 2018. The published map is
    /// <see cref="RiseNormalization.Expected"/>. It costs one forward pass for each mask, whatever the number of targets, and stops early
    /// where the map has settled (<see cref="RiseOptions.SettledBelow"/>).</remarks>
    /// <param name="explainer">What is explained.</param>
    /// <param name="options">Masks, cells, probability, when to stop, baseline, seed; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels between batches and inside a pass.</param>
    /// <returns>One map of the input's height and width for each target.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    [MethodInfo(
        "how the score depends on what random masks show",
        "1 for each mask: at most 4000",
        "Petsiuk, Das and Saenko, RISE: Randomized Input Sampling for Explanation of Black-box Models, 2018")]
    public static Explanation Rise(this Explainer explainer, RiseOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(explainer);
        RiseOptions chosen = options ?? new();
        chosen.Validate();
        return explainer.Run(nameof(Rise), chosen, new RiseMethod(chosen).Attribute, cancellationToken);
    }
}

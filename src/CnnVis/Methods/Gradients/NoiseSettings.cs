using CnnVis.Methods;

namespace CnnVis;

/// <summary>What methods that look at noisy copies of the image have in common.</summary>
public abstract record NoiseSettings
{
    private protected NoiseSettings()
    {
    }

    /// <summary>How many noisy copies are looked at. <value>The default is 25.</value></summary>
    public int Samples { get; init; } = 25;

    /// <summary>
    /// The standard deviation of the normal noise, as a part of the range of the image's values. The paper finds 0.1 to 0.2 best; 0 adds no
    /// noise. <value>The default is 0.15.</value>
    /// </summary>
    public float NoiseLevel { get; init; } = 0.15f;

    /// <summary>Another seed gives other noise. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    /// <summary>What is computed for each copy. <value>The default is the gradient.</value></summary>
    public Attribution Around { get; init; } = Attribution.Gradient;

    internal void Validate()
    {
        if (Samples < 1)
        {
            throw new ArgumentException($"{nameof(Samples)} is {Samples}; it must be at least 1.");
        }

        NoisyCopies.RefuseImpossible(NoiseLevel);
        ArgumentNullException.ThrowIfNull(Around);
    }
}

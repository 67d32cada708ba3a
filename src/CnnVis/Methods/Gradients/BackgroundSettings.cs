using CnnVis.Methods;

namespace CnnVis;

/// <summary>What methods have in common that compare the image with a background of other images.</summary>
public abstract record BackgroundSettings
{
    private readonly ValueList<Baseline> _baselines = new([Baseline.Zero, Baseline.MeanColor, Baseline.Blur(), Baseline.Noise()]);

    private protected BackgroundSettings()
    {
    }

    /// <summary>How many points are looked at, each on the way from an image of the background. <value>The default is 50.</value></summary>
    public int Samples { get; init; } = 50;

    /// <summary>
    /// The background: best some dozens of images like those that the model was trained on (<see cref="Baseline.Image"/>,
    /// <see cref="Baseline.Tensor"/>).
    /// <value>The default is four images that need no data: <see cref="Baseline.Zero"/>, <see cref="Baseline.MeanColor"/>, the image itself
    /// blurred, and noise of its mean and contrast.</value>
    /// </summary>
    public IReadOnlyList<Baseline> Baselines
    {
        get => _baselines;
        init => _baselines = new(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>Another seed chooses other points. <value>The default is 0.</value></summary>
    public int Seed { get; init; }

    internal void Validate()
    {
        if (Samples < 1)
        {
            throw new ArgumentException($"{nameof(Samples)} is {Samples}; it must be at least 1.");
        }

        if (Baselines.Count == 0 || Baselines.Contains(null!))
        {
            throw new ArgumentException($"{nameof(Baselines)} needs at least one, and none may be null.");
        }
    }
}

using System.Globalization;
using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="IntegratedGradientsExtensions.IntegratedGradients"/>.</summary>
public sealed record IntegratedGradientsOptions
{
    private readonly ValueList<Baseline> _baselines = new([Baseline.Zero]);

    /// <summary>How many points of the way from a baseline to the image are looked at. <value>The default is 50.</value></summary>
    public int Steps { get; init; } = 50;

    /// <summary>Where the points lie and what each counts. <value>The default is Gauss-Legendre.</value></summary>
    public Quadrature Quadrature { get; init; } = Quadrature.GaussLegendre;

    /// <summary>
    /// Where the way begins: the map says why the image's score differs from the baseline's. The maps of several are averaged.
    /// <value>The default is <see cref="Baseline.Zero"/> alone.</value>
    /// </summary>
    public IReadOnlyList<Baseline> Baselines
    {
        get => _baselines;
        init => _baselines = new(value ?? throw new ArgumentNullException(nameof(value)));
    }

    /// <summary>
    /// The largest part of the difference of the scores by which the map's sum may miss it: the steps are doubled until it is reached. Null
    /// takes <see cref="Steps"/> as they are. <value>The default is null.</value>
    /// </summary>
    public double? MaxGap { get; init; }

    /// <summary>At how many steps the doubling ends; a note says so where that is too early. <value>The default is 1600.</value></summary>
    public int MaxSteps { get; init; } = 1600;

    internal void Validate()
    {
        EnumOption.Validate(Quadrature, nameof(Quadrature));

        int fewest = Quadrature == Quadrature.Trapezoid ? 2 : 1;
        if (Steps < fewest)
        {
            throw new ArgumentException($"{nameof(Steps)} is {Steps}; {Quadrature} needs at least {fewest}.");
        }

        if (Baselines.Count == 0 || Baselines.Contains(null!))
        {
            throw new ArgumentException($"{nameof(Baselines)} needs at least one, and none may be null.");
        }

        if (MaxGap is { } gap && !(gap > 0 && double.IsFinite(gap)))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(MaxGap)} is {gap}; it must be above 0, for example 0.001."));
        }

        if (MaxGap is not null && MaxSteps < Steps)
        {
            throw new ArgumentException($"{nameof(MaxSteps)} is {MaxSteps}; it must not be below {nameof(Steps)}, which is {Steps}.");
        }
    }
}

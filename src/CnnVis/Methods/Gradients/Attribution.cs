using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>
/// A number for every element of an image that says what the element has to do with the score: what <see cref="SmoothGradExtensions.SmoothGrad"/>
/// and its like average over noisy copies. As text: "gradient", "saliency", "input-x-gradient", "guided-backprop", "deconvnet",
/// "integrated-gradients", "integrated-gradients:STEPS" or "deep-lift".
/// </summary>
public sealed class Attribution : IParsable<Attribution>
{
    private const string IntegratedGradientsName = "integrated-gradients";
    private const string DeepLiftName = "deep-lift";

    private readonly string _description;
    private readonly Func<ExplanationContext, ImageBatch, int, IReadOnlyList<float[]>> _numbers;

    private Attribution(string description, Func<ExplanationContext, ImageBatch, int, IReadOnlyList<float[]>> numbers)
    {
        _description = description;
        _numbers = numbers;
    }

    /// <summary>The gradient: see <see cref="GradientExtensions.Gradient"/>.</summary>
    public static Attribution Gradient { get; } = new("gradient", (context, batch, count) => context.Gradients(batch, count));

    /// <summary>The gradient's absolute value: see <see cref="SaliencyExtensions.Saliency"/>.</summary>
    public static Attribution Saliency { get; } = new("saliency", SaliencyMethod.Magnitudes) { Scaling = MapScaling.Stretched };

    /// <summary>The gradient times the image: see <see cref="InputXGradientExtensions.InputXGradient"/>.</summary>
    public static Attribution InputXGradient { get; } = new("input-x-gradient", InputXGradientMethod.Products);

    /// <summary>Guided backpropagation: see <see cref="GuidedBackpropExtensions.GuidedBackprop"/>.</summary>
    public static Attribution GuidedBackprop { get; } = new("guided-backprop", new GuidedBackpropMethod(new()).Signals);

    /// <summary>The signal of a deconvolutional network: see <see cref="DeconvnetExtensions.Deconvnet"/>.</summary>
    public static Attribution Deconvnet { get; } = new("deconvnet", new DeconvnetMethod(new()).Signals);

    /// <summary>How its maps are drawn.</summary>
    public MapScaling Scaling { get; private init; } = MapScaling.Symmetric;

    /// <summary>Whether nobody else holds the arrays that it returns.</summary>
    internal bool GivesAway { get; private init; } = true;

    /// <summary>How many forward passes one image takes.</summary>
    internal int PassesPerImage { get; private init; } = 1;

    /// <summary>Integrated gradients: see <see cref="IntegratedGradientsExtensions.IntegratedGradients"/>.</summary>
    /// <param name="options">Steps, quadrature and baselines; null for the defaults.</param>
    /// <returns>The attribution.</returns>
    /// <exception cref="ArgumentException">A bound on the gap is set, which belongs to the explained image alone.</exception>
    public static Attribution IntegratedGradients(IntegratedGradientsOptions? options = null)
    {
        options ??= new();
        options.Validate();
        if (options.MaxGap is not null)
        {
            throw new ArgumentException($"{nameof(options.MaxGap)} is for IntegratedGradients() alone: leave it out and choose {nameof(options.Steps)}.");
        }

        string description = options.Steps == new IntegratedGradientsOptions().Steps
            ? IntegratedGradientsName
            : string.Create(CultureInfo.InvariantCulture, $"{IntegratedGradientsName}:{options.Steps}");
        return new Attribution(description, new IntegratedGradientsMethod(options).Integrals)
        {
            PassesPerImage = options.Steps * options.Baselines.Count,
        };
    }

    /// <summary>DeepLIFT: see <see cref="DeepLiftExtensions.DeepLift"/>.</summary>
    /// <param name="options">The baseline; null for the defaults.</param>
    /// <returns>The attribution.</returns>
    public static Attribution DeepLift(DeepLiftOptions? options = null)
    {
        options ??= new();
        options.Validate();
        return new Attribution(DeepLiftName, new DeepLiftMethod(options).Contributions) { PassesPerImage = DeepLiftMethod.PassesPerImage };
    }

    /// <summary>An attribution of your own.</summary>
    /// <param name="name">What results call it.</param>
    /// <param name="numbers">
    /// Given a batch and how many of its images count, returns for each target of the context the numbers, image after image, each in the order
    /// of the input.
    /// </param>
    /// <param name="scaling">How its maps are drawn: symmetric where negative numbers mean evidence against the target.</param>
    /// <returns>The attribution.</returns>
    public static Attribution Of(
        string name,
        Func<ExplanationContext, ImageBatch, int, IReadOnlyList<float[]>> numbers,
        MapScaling scaling = MapScaling.Symmetric)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(numbers);
        return new Attribution(name, numbers) { Scaling = scaling, GivesAway = false };
    }

    /// <inheritdoc/>
    public static Attribution Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Attribution? attribution)
        ? attribution
        : throw new FormatException(
            $"Give {string.Join(", ", Named.Select(named => named.ToString()))}, {IntegratedGradientsName}, {IntegratedGradientsName}:STEPS or {DeepLiftName}.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Attribution result)
    {
        string text = s ?? "";
        result = Named.FirstOrDefault(named => named._description == text) ?? text switch
        {
            IntegratedGradientsName => IntegratedGradients(),
            DeepLiftName => DeepLift(),
            _ when text.StartsWith($"{IntegratedGradientsName}:", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(IntegratedGradientsName.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int steps)
                && steps > 0 => IntegratedGradients(new() { Steps = steps }),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    /// <summary>The numbers of the first images of a batch: for each target, image after image.</summary>
    internal IReadOnlyList<float[]> Of(ExplanationContext context, ImageBatch batch, int count)
    {
        IReadOnlyList<float[]> numbers = _numbers(context, batch, count);
        int length = count * context.Input.Shape.ElementCount;
        if (numbers is null || numbers.Count != context.TargetCount || numbers.Any(ofTarget => ofTarget is null || ofTarget.Length != length))
        {
            string given = numbers is null ? "nothing" : $"[{string.Join(", ", numbers.Select(ofTarget => ofTarget?.Length ?? 0))}] numbers";
            throw new ArgumentException(
                $"The attribution '{_description}' returned {given}; for {count} images and {context.TargetCount} targets it must return {context.TargetCount} arrays of {length} numbers.");
        }

        return numbers;
    }

    private static IReadOnlyList<Attribution> Named => [Gradient, Saliency, InputXGradient, GuidedBackprop, Deconvnet];
}

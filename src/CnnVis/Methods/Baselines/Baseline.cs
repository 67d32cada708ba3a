using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>
/// What stands for "nothing there": what hidden pixels are replaced by, and where paths of integration begin. It decides what an explanation
/// means: what is missing compared with what. Results say what it looks like. As text: a number ("zero" is 0), "mean", "blur", "blur:SIGMA",
/// "noise", "noise:SEED" or a colour "#rrggbb".
/// </summary>
public sealed class Baseline : IParsable<Baseline>
{
    private readonly Func<ExplanationContext, float[]> _tensor;
    private readonly Func<ExplanationContext, string> _appearance;
    private readonly string _description;

    private Baseline(string description, Func<ExplanationContext, float[]> tensor, Func<ExplanationContext, string> appearance)
    {
        _description = description;
        _tensor = tensor;
        _appearance = appearance;
    }

    /// <summary>The number 0 in the model's own input: mid-grey where the preprocessing subtracts a mean, black where it does not.</summary>
    public static Baseline Zero { get; } = Constant(0);

    /// <summary>The explained image's own mean colour.</summary>
    public static Baseline MeanColor { get; } = Uniform(
        "mean", context => BaselineImages.ChannelMeans(context.Input), _ => "the image's own mean colour");

    /// <summary>A number in the model's own input, after preprocessing.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Constant(float value)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A baseline must be a finite number.");
        }

        string number = value.ToString(CultureInfo.InvariantCulture);
        return Uniform(
            number,
            context => [.. Enumerable.Repeat(value, context.Input.Shape.Channels)],
            context => $"{number} in the model's input{(context.PictureColorOf(new float[context.Input.Shape.Channels]) is null ? ", as the tensor was given" : "")}");
    }

    /// <summary>A colour, preprocessed as a picture is.</summary>
    /// <param name="color">Red, green, blue, each 0 to 255.</param>
    /// <returns>The baseline.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No picture has such a colour.</exception>
    public static Baseline Color(RgbValues color)
    {
        if (new[] { color.Red, color.Green, color.Blue }.Any(value => value is not (>= 0 and <= 255)))
        {
            throw new ArgumentOutOfRangeException(nameof(color), color, "Red, green and blue must be from 0 to 255.");
        }

        return Uniform(Hex(color), context => [.. context.ColorOf(color)], context =>
            $"{string.Join(", ", context.ColorOf(color).Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)))} in the model's input");
    }

    /// <summary>The explained image itself, blurred: hides detail and keeps the colours, so the changed image stays near to real ones.</summary>
    /// <param name="sigma">The Gaussian's standard deviation in pixels of the input; from 0.01 to 1000, null for a sixteenth of the shorter side.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Blur(float? sigma = null)
    {
        if (sigma is { } value && !IsSigma(value))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The blur's sigma must be from 0.01 to 1000 pixels.");
        }

        string description = sigma is { } given ? string.Create(CultureInfo.InvariantCulture, $"blur:{given}") : "blur";
        return new Baseline(
            description,
            context => BaselineImages.Blurred(context.Input, SigmaFor(context, sigma)),
            context => string.Create(CultureInfo.InvariantCulture, $"the image itself, blurred (Gaussian, sigma {SigmaFor(context, sigma):0.#} pixels)"));
    }

    /// <summary>Random pixels: normal, with the mean and the standard deviation that each channel of the explained image has.</summary>
    /// <param name="seed">Another seed gives another image.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Noise(int seed = 0) => new(
        seed == 0 ? "noise" : string.Create(CultureInfo.InvariantCulture, $"noise:{seed}"),
        context => BaselineImages.Noise(context.Input, seed),
        _ => "random pixels with the image's own mean and contrast in each channel");

    /// <summary>Another picture, preprocessed as the explained one is.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Image(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new Baseline(
            "image",
            context => context.ToTensor(picture).Values.ToArray(),
            _ => string.Create(CultureInfo.InvariantCulture, $"another picture ({picture.Width}x{picture.Height})"));
    }

    /// <summary>Another tensor, used as it is.</summary>
    /// <param name="tensor">One image of the input's shape.</param>
    /// <returns>The baseline.</returns>
    public static Baseline Tensor(ImageTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new Baseline(
            "tensor",
            context => tensor.Shape == context.Input.Shape && tensor.Count == 1
                ? tensor.Values.ToArray()
                : throw new ArgumentException("The baseline's tensor does not have the input's shape."),
            _ => "another tensor");
    }

    /// <inheritdoc/>
    public static Baseline Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Baseline? baseline)
        ? baseline
        : throw new FormatException("Give a number, zero, mean, blur, blur:SIGMA, noise, noise:SEED or a colour #rrggbb.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Baseline result)
    {
        string text = s ?? "";
        result = text switch
        {
            "zero" => Zero,
            "mean" => MeanColor,
            "blur" => Blur(),
            "noise" => Noise(),
            _ when text.StartsWith("blur:", StringComparison.Ordinal) && TryNumber(text[5..], out float sigma) && IsSigma(sigma) => Blur(sigma),
            _ when text.StartsWith("noise:", StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(6), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed) => Noise(seed),
            ['#', ..] when text.Length == 7 && TryHex(text, out RgbValues color) => Color(color),
            _ when TryNumber(text, out float value) => Constant(value),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    /// <summary>The baseline as an image of the input's shape and layout; the result says what it looks like.</summary>
    internal float[] ToTensor(ExplanationContext context)
    {
        float[] tensor = _tensor(context);
        context.AddNote($"Baseline: {_appearance(context)}.");
        return tensor;
    }

    private static Baseline Uniform(string description, Func<ExplanationContext, float[]> channels, Func<ExplanationContext, string> appearance) => new(
        description,
        context => BaselineImages.Uniform(context.Input.Shape, channels(context)),
        context => appearance(context) + (context.PictureColorOf(channels(context)) is { } color ? $", which looks like {Hex(color)}" : ""));

    private static bool IsSigma(float value) => value is >= 0.01f and <= 1000;

    private static float SigmaFor(ExplanationContext context, float? sigma) =>
        sigma ?? (Math.Min(context.Input.Shape.Height, context.Input.Shape.Width) / 16f);

    private static string Hex(RgbValues color) => string.Create(
        CultureInfo.InvariantCulture, $"#{Byte(color.Red):x2}{Byte(color.Green):x2}{Byte(color.Blue):x2}");

    private static byte Byte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    private static bool TryNumber(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static bool TryHex(string text, out RgbValues color)
    {
        bool isHex = int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int rgb);
        color = new RgbValues((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
        return isHex;
    }
}

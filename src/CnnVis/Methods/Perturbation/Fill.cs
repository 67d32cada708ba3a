using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>
/// What hidden pixels are replaced by. It decides what an explanation means: what is missing compared with what. As text: a number,
/// "mean", "blur", "blur:SIGMA" or a colour "#rrggbb".
/// </summary>
public sealed class Fill : IParsable<Fill>
{
    private readonly Func<ExplanationContext, float[]> _tensor;
    private readonly string _description;

    private Fill(string description, Func<ExplanationContext, float[]> tensor)
    {
        _description = description;
        _tensor = tensor;
    }

    /// <summary>The number 0 in the model's own input: mid-grey where the preprocessing subtracts a mean, black where it does not.</summary>
    public static Fill Zero { get; } = Constant(0);

    /// <summary>The explained image's own mean colour.</summary>
    public static Fill MeanColor { get; } = new("mean", context => Fills.Uniform(context.Input.Shape, Fills.ChannelMeans(context.Input)));

    /// <summary>A number in the model's own input, after preprocessing.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The fill.</returns>
    public static Fill Constant(float value)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A fill must be a finite number.");
        }

        return new Fill(
            value.ToString(CultureInfo.InvariantCulture),
            context => Fills.Uniform(context.Input.Shape, [.. Enumerable.Repeat(value, context.Input.Shape.Channels)]));
    }

    /// <summary>A colour, preprocessed as a picture is.</summary>
    /// <param name="color">Red, green, blue, each 0 to 255.</param>
    /// <returns>The fill.</returns>
    public static Fill Color(RgbValues color) => new(
        string.Create(CultureInfo.InvariantCulture, $"#{(byte)color.Red:x2}{(byte)color.Green:x2}{(byte)color.Blue:x2}"),
        context => Fills.Uniform(context.Input.Shape, [.. context.ColorOf(color)]));

    /// <summary>The explained image itself, blurred: hides detail and keeps the colours, so the changed image stays near to real ones.</summary>
    /// <param name="sigma">The Gaussian's standard deviation in pixels of the input; null for a sixteenth of the shorter side.</param>
    /// <returns>The fill.</returns>
    public static Fill Blur(float? sigma = null)
    {
        if (sigma is { } value && !(value > 0 && float.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The blur's sigma must be above 0.");
        }

        string description = sigma is { } given ? string.Create(CultureInfo.InvariantCulture, $"blur:{given}") : "blur";
        return new Fill(description, context => Fills.Blurred(context.Input, sigma));
    }

    /// <summary>Another picture, preprocessed as the explained one is.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>The fill.</returns>
    public static Fill Image(RgbImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return new Fill("image", context => context.ToTensor(picture).Values.ToArray());
    }

    /// <summary>Another tensor, used as it is.</summary>
    /// <param name="tensor">One image of the input's shape.</param>
    /// <returns>The fill.</returns>
    public static Fill Tensor(ImageTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new Fill("tensor", context => tensor.Shape == context.Input.Shape && tensor.Count == 1
            ? tensor.Values.ToArray()
            : throw new ArgumentException("The fill's tensor does not have the input's shape."));
    }

    /// <inheritdoc/>
    public static Fill Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out Fill? fill)
        ? fill
        : throw new FormatException("Give a number, mean, blur, blur:SIGMA or a colour #rrggbb.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Fill result)
    {
        string text = s ?? "";
        result = text switch
        {
            "mean" => MeanColor,
            "blur" => Blur(),
            _ when text.StartsWith("blur:", StringComparison.Ordinal) && TryNumber(text[5..], out float sigma) && sigma > 0 => Blur(sigma),
            ['#', ..] when text.Length == 7 && TryHex(text, out RgbValues color) => Color(color),
            _ when TryNumber(text, out float value) => Constant(value),
            _ => null,
        };
        return result is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => _description;

    /// <summary>The fill as an image of the input's shape and layout.</summary>
    internal float[] ToTensor(ExplanationContext context) => _tensor(context);

    private static bool TryNumber(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static bool TryHex(string text, out RgbValues color)
    {
        bool isHex = int.TryParse(text.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int rgb);
        color = new RgbValues((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff);
        return isHex;
    }
}

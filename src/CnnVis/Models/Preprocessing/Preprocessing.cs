using System.Globalization;

namespace CnnVis;

/// <summary>
/// How a picture becomes a model's input: resized, then every channel value v (0 to 255) becomes (v * Scale - Mean) / Std.
/// It must be what the model was trained with; a wrong one is the commonest cause of wrong predictions.
/// </summary>
public sealed partial record Preprocessing
{
    /// <summary>How the picture is brought to the model's size. <value>The default is <see cref="ResizeMode.Stretch"/>.</value></summary>
    public ResizeMode Resize { get; init; } = ResizeMode.Stretch;

    /// <summary>
    /// For <see cref="ResizeMode.ShorterSideCrop"/>: the model's size as a fraction of the scaled shorter side.
    /// <value>The default is 0.875: shorter side 256 for an input of 224.</value>
    /// </summary>
    public float CropFraction { get; init; } = 0.875f;

    /// <summary>How pixels are interpolated. <value>The default is <see cref="CnnVis.Interpolation.Bilinear"/>, antialiased when shrinking.</value></summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Bilinear;

    /// <summary>The order of the colour channels. <value>The default is <see cref="CnnVis.ChannelOrder.Rgb"/>.</value></summary>
    public ChannelOrder ChannelOrder { get; init; } = ChannelOrder.Rgb;

    /// <summary>The factor that comes first. <value>The default is 1: values from 0 to 255.</value></summary>
    public float Scale { get; init; } = 1;

    /// <summary>What is subtracted after scaling, in the order red, green, blue. <value>The default is 0.</value></summary>
    public RgbValues Mean { get; init; } = 0;

    /// <summary>What is divided by at the end, in the order red, green, blue. <value>The default is 1.</value></summary>
    public RgbValues Std { get; init; } = 1;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: where the picture lies. <value>The default is the centre.</value></summary>
    public LetterboxPlacement LetterboxPlacement { get; init; } = LetterboxPlacement.Centre;

    /// <summary>For <see cref="ResizeMode.Letterbox"/>: the padding's colour, 0 to 255. <value>The default is grey 114, as YOLO pads.</value></summary>
    public RgbValues PadColor { get; init; } = 114;

    /// <summary>The preprocessing in words, with its preset's name where it is one.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        string? preset = Presets.FirstOrDefault(pair => Equals(pair.Value)).Key;
        string resize = Resize switch
        {
            ResizeMode.ShorterSideCrop => string.Create(CultureInfo.InvariantCulture, $"centre crop of {CropFraction} of the shorter side"),
            ResizeMode.Letterbox => $"letterbox on {PadColor}",
            _ => "stretched",
        };
        string antialias = Interpolation == Interpolation.Bilinear ? "bilinear, antialiased" : "bilinear without antialiasing";
        string values = string.Create(CultureInfo.InvariantCulture, $"(v * {Scale} - {Mean}) / {Std}");
        return $"{(preset is null ? "" : preset + ": ")}{resize}, {antialias}, {ChannelOrder.ToString().ToUpperInvariant()}, {values}";
    }

    internal void Validate()
    {
        if (CropFraction is not (> 0 and <= 1))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{nameof(CropFraction)} is {CropFraction}; it must be above 0 and at most 1."));
        }

        if (!float.IsFinite(Scale) || Scale == 0)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{nameof(Scale)} is {Scale}; it must be finite and not 0."));
        }

        for (int channel = 0; channel < 3; channel++)
        {
            if (!float.IsFinite(Mean[channel]) || !float.IsFinite(Std[channel]) || Std[channel] == 0)
            {
                throw new ArgumentException($"{nameof(Mean)} {Mean} and {nameof(Std)} {Std} must be finite, and {nameof(Std)} not 0.");
            }
        }
    }
}

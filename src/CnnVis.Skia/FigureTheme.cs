namespace CnnVis.Skia;

/// <summary>The colours of a figure around its pictures.</summary>
public sealed record FigureTheme
{
    /// <summary>Dark words on white, for papers and light pages.</summary>
    public static FigureTheme Light { get; } = new();

    /// <summary>Light words on near black, for dark pages and slides.</summary>
    public static FigureTheme Dark { get; } = new() { Paper = new(24, 27, 32), Ink = new(236, 238, 241), PaleInk = new(165, 172, 181), Bar = new(98, 160, 214), Line = new(70, 77, 86) };

    /// <summary>The background.</summary>
    public RgbValues Paper { get; init; } = 255;

    /// <summary>Titles and numbers.</summary>
    public RgbValues Ink { get; init; } = 32;

    /// <summary>Captions.</summary>
    public RgbValues PaleInk { get; init; } = 96;

    /// <summary>Bars of probabilities.</summary>
    public RgbValues Bar { get; init; } = new(49, 104, 142);

    /// <summary>Thin lines.</summary>
    public RgbValues Line { get; init; } = new(204, 208, 212);
}

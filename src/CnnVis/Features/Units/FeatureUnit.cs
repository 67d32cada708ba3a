namespace CnnVis;

/// <summary>One number inside the network, and where it comes from.</summary>
public sealed class FeatureUnit
{
    internal FeatureUnit(string layer, int channel, int row, int column, float value)
    {
        Layer = layer;
        Channel = channel;
        Row = row;
        Column = column;
        Value = value;
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>The channel, from 0.</summary>
    public int Channel { get; }

    /// <summary>The cell's row, from 0.</summary>
    public int Row { get; }

    /// <summary>The cell's column, from 0.</summary>
    public int Column { get; }

    /// <summary>The number.</summary>
    public float Value { get; }

    /// <summary>The pixels of the model's input that it is computed from; null where it sees the whole input or an operator hides what it sees.</summary>
    public PixelRectangle? Pixels { get; internal init; }

    /// <summary>The picture that was looked at; null where a tensor was given.</summary>
    public RgbImage? Picture { get; internal init; }

    /// <summary>The part of the picture that those pixels show; null without a picture or where <see cref="Pixels"/> is null.</summary>
    public PixelRectangle? PictureRegion { get; internal init; }

    /// <summary>That part of the picture, at the picture's own resolution; null where there is none.</summary>
    public RgbImage? Patch => Picture is { } picture && PictureRegion is { Width: > 0 } region ? picture.Crop(region) : null;

    /// <summary>
    /// How the number came about, where it is a convolution's or that of an activation or a normalisation behind one; null for other layers, and where
    /// the weights are computed while the network runs.
    /// </summary>
    public ConvolutionArithmetic? Arithmetic { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Layer} channel {Channel} at {Row},{Column}: {Value:0.####}");
}

using System.Globalization;

namespace CnnVis.Methods;

/// <summary>The smallest and the largest number that each channel of the image can have.</summary>
internal sealed class InputRange(IReadOnlyList<float> low, IReadOnlyList<float> high) : IEquatable<InputRange>
{
    private static readonly RgbValues Black = 0;
    private static readonly RgbValues White = 255;

    public IReadOnlyList<float> Low => low;

    public IReadOnlyList<float> High => high;

    /// <summary>From black to white as the model reads them; null where it is not known how pictures become inputs.</summary>
    public static InputRange? OfPictures(ExplanationContext context)
    {
        if (context.Input.Shape.Channels is not (1 or 3) || context.PictureColorOf(new float[context.Input.Shape.Channels]) is null)
        {
            return null;
        }

        IReadOnlyList<float> black = context.ColorOf(Black);
        IReadOnlyList<float> white = context.ColorOf(White);
        return new InputRange([.. black.Zip(white, MathF.Min)], [.. black.Zip(white, MathF.Max)]);
    }

    /// <summary>The same for all channels; null where nothing was told.</summary>
    /// <exception cref="ArgumentException">One end is missing, or they are the wrong way round.</exception>
    public static InputRange? Told(float? low, float? high) => (low, high) switch
    {
        (null, null) => null,
        ({ } least, { } largest) when least < largest && float.IsFinite(least) && float.IsFinite(largest) => new InputRange([least], [largest]),
        _ => throw new ArgumentException("Give both Low and High, finite numbers and Low below High, or neither."),
    };

    public bool Equals(InputRange? other) => other is not null && low.SequenceEqual(other.Low) && high.SequenceEqual(other.High);

    public override bool Equals(object? obj) => Equals(obj as InputRange);

    public override int GetHashCode() => low.Concat(high).Aggregate(17, HashCode.Combine);

    public override string ToString() => string.Join(", ", low.Zip(high, (least, largest) =>
        string.Create(CultureInfo.InvariantCulture, $"{least:0.###} to {largest:0.###}")).Distinct());
}

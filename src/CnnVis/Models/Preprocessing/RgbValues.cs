using System.Globalization;
using System.Text.Json.Serialization;

namespace CnnVis;

/// <summary>Three numbers, one for each colour channel, always in the order red, green, blue.</summary>
/// <param name="Red">For red.</param>
/// <param name="Green">For green.</param>
/// <param name="Blue">For blue.</param>
public readonly record struct RgbValues(float Red, float Green, float Blue)
{
    /// <summary>The mean weighted as the eye weights the channels (ITU-R BT.601), for models that read grey.</summary>
    [JsonIgnore]
    public float Luma => (0.299f * Red) + (0.587f * Green) + (0.114f * Blue);

    /// <summary>The value of a channel: 0 red, 1 green, 2 blue.</summary>
    /// <param name="channel">The channel.</param>
    public float this[int channel] => channel switch
    {
        0 => Red,
        1 => Green,
        2 => Blue,
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };

    /// <summary>The same number for all channels.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator RgbValues(float value) => FromSingle(value);

    /// <summary>Three numbers.</summary>
    /// <param name="values">Red, green, blue.</param>
    public static implicit operator RgbValues((float Red, float Green, float Blue) values) => FromValueTuple(values);

    /// <summary>The same number for all channels.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Three equal numbers.</returns>
    public static RgbValues FromSingle(float value) => new(value, value, value);

    /// <summary>Three numbers.</summary>
    /// <param name="values">Red, green, blue.</param>
    /// <returns>The same numbers.</returns>
    public static RgbValues FromValueTuple((float Red, float Green, float Blue) values) => new(values.Red, values.Green, values.Blue);

    /// <inheritdoc/>
    public override string ToString() => Red == Green && Green == Blue
        ? Red.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"({Red}, {Green}, {Blue})");
}

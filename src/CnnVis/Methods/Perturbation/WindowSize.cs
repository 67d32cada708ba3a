using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CnnVis;

/// <summary>Rows and columns, of a window or of a step. One number makes a square; as text, "12" or "12x8".</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct WindowSize(int Height, int Width) : IParsable<WindowSize>
{
    /// <summary>A square.</summary>
    /// <param name="side">Rows and columns.</param>
    public static implicit operator WindowSize(int side) => FromInt32(side);

    /// <summary>A square.</summary>
    /// <param name="side">Rows and columns.</param>
    /// <returns>The size.</returns>
    public static WindowSize FromInt32(int side) => new(side, side);

    /// <inheritdoc/>
    public static WindowSize Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out WindowSize size)
        ? size
        : throw new FormatException("Give one number for a square, or HEIGHTxWIDTH.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out WindowSize result)
    {
        string[] parts = (s ?? "").Split('x');
        result = default;
        if (parts.Length > 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int height)
            || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int width))
        {
            return false;
        }

        result = new WindowSize(height, width);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");
}

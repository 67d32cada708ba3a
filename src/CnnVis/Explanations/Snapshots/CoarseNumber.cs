using System.Globalization;

namespace CnnVis.Explanations.Snapshots;

/// <summary>Numbers in few digits, as texts whose last digit tells how coarse they are.</summary>
internal static class CoarseNumber
{
    // Halves, quarters and eighths are numbers that maps really hold: a border in the middle of a step would be where they are.
    private const double Border = 0.47;

    /// <summary>The nearest whole number of steps; what lies less than a border away from zero is zero, whatever its sign.</summary>
    public static double Steps(double value) => Math.CopySign(Math.Floor(Math.Abs(value) + (1 - Border)), value) + 0.0;

    /// <summary>Two digits behind the point.</summary>
    public static string Hundredths(double value) => Fixed(Steps(value * 100) / 100, 2);

    /// <summary>Two digits, but none behind the second place behind the point.</summary>
    public static string TwoDigitsOrHundredths(double value) => Math.Abs(value) < 1 ? Hundredths(value) : TwoDigits(value);

    /// <summary>Two digits, wherever the point is.</summary>
    public static string TwoDigits(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value.ToString("0", CultureInfo.InvariantCulture);
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        double digits = Steps(value / Math.Pow(10, exponent - 1));
        if (Math.Abs(digits) >= 100)
        {
            (digits, exponent) = (digits / 10, exponent + 1);
        }

        return exponent is >= -3 and <= 1
            ? Fixed(digits * Math.Pow(10, exponent - 1), 1 - exponent)
            : string.Create(CultureInfo.InvariantCulture, $"{Fixed(digits / 10, 1)}e{exponent}");
    }

    /// <summary>Reads a number that one of the others wrote, and the value of a step of its last digit.</summary>
    public static bool TryRead(string text, out double value, out double step)
    {
        step = 0;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
        {
            return false;
        }

        string[] parts = text.Split('e');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        int exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        step = Math.Pow(10, exponent - decimals);
        return true;
    }

    // The sum takes the sign from a zero.
    private static string Fixed(double value, int decimals) => (value + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);
}

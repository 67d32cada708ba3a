using System.Globalization;

namespace CnnVis.Skia.Drawing;

/// <summary>Numbers as they are written on pictures.</summary>
internal static class Numerals
{
    /// <summary>Three digits, with a true minus sign.</summary>
    public static string Short(double number)
    {
        double magnitude = Math.Abs(number);
        string text = magnitude != 0 && magnitude is < 0.001 or >= 1e6
            ? number.ToString("0.#E+0", CultureInfo.InvariantCulture)
            : ((decimal)number).ToString(magnitude >= 1000 ? "0" : "G3", CultureInfo.InvariantCulture);
        return text.Replace('-', '\u2212');
    }

    public static string Percent(double share) => (100 * share).ToString(share is > 0 and < 0.001 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";
}

using System.Globalization;

namespace CnnVis.Cli.Commands;

/// <summary>Places that are written as numbers with commas between them.</summary>
internal static class PlaceArguments
{
    /// <exception cref="ArgumentException">The text is not as many whole numbers from 0 on.</exception>
    public static int[] Parse(string option, string text, string form)
    {
        int[] numbers = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return numbers.Length == form.Split(',').Length && numbers.All(number => number >= 0)
            ? numbers
            : throw new ArgumentException($"{option} '{text}' is not of the form {form}: whole numbers from 0 on.");
    }
}

using System.Globalization;

namespace CnnVis.Cli.Commands;

/// <summary>Names of layers as parts of file names.</summary>
internal static class LayerFileNames
{
    private const int Longest = 80;

    /// <summary>Letters, digits, dots and dashes of each name, and its place where two would be the same.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> layers)
    {
        string[] names = [.. layers.Select(Plain)];
        return
        [
            .. names.Select((name, i) => names.Count(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase)) == 1
                ? name
                : string.Create(CultureInfo.InvariantCulture, $"{name}.{i}")),
        ];
    }

    private static string Plain(string layer)
    {
        string plain = string.Concat(layer.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_')).Trim('_', '.');
        return plain.Length switch
        {
            0 => "layer",
            > Longest => plain[^Longest..],
            _ => plain,
        };
    }
}

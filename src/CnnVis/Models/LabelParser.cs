using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CnnVis.Models;

/// <summary>Reads lists of class names in the forms that people keep them in.</summary>
internal static partial class LabelParser
{
    public static Labels Parse(string text)
    {
        string trimmed = text.Trim().TrimStart('\uFEFF');
        if (trimmed.Length == 0)
        {
            throw new FormatException("The list of labels is empty.");
        }

        return trimmed[0] switch
        {
            '{' when PythonDictionary().IsMatch(trimmed) && !trimmed.Contains('"') => ParsePythonDictionary(trimmed),
            '{' or '[' => ParseJson(trimmed),
            _ => ParseLines(trimmed),
        };
    }

    private static Labels ParseLines(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 1 && lines[0].Contains(','))
        {
            lines = lines[0].Split(',');
        }

        bool synsets = lines.All(line => Synset().IsMatch(line));
        return new Labels(synsets ? lines.Select(line => Synset().Replace(line, "")) : lines);
    }

    private static Labels ParseJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id2label", out JsonElement id2label))
            {
                root = id2label;
            }

            return root.ValueKind == JsonValueKind.Array
                ? new Labels(root.EnumerateArray().Select(NameOf))
                : ByIndex(root.EnumerateObject().Select(property => (property.Name, NameOf(property.Value))));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The JSON is not a list of names or an object from index to name: {e.Message}", e);
        }
    }

    // Keras writes ["n01440764", "tench"] for each class.
    private static string NameOf(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().Last().GetString() ?? ""
        : element.GetString() ?? "";

    // What Ultralytics puts into a model's metadata: {0: 'person', 1: 'bicycle'}.
    private static Labels ParsePythonDictionary(string text) =>
        ByIndex(PythonDictionary().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value)));

    private static Labels ByIndex(IEnumerable<(string Index, string Name)> entries)
    {
        var names = new SortedDictionary<int, string>();
        foreach ((string index, string name) in entries)
        {
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                throw new FormatException($"'{index}' is not the index of a class.");
            }

            names[number] = name;
        }

        if (names.Count == 0 || names.Keys.Last() != names.Count - 1)
        {
            throw new FormatException("The indices of the classes have gaps.");
        }

        return new Labels(names.Values);
    }

    [GeneratedRegex(@"^n\d{8}\s+")]
    private static partial Regex Synset();

    [GeneratedRegex(@"(\d+)\s*:\s*'([^']*)'")]
    private static partial Regex PythonDictionary();
}

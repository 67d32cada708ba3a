namespace CnnVis.Models;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearNames
{
    private const int MostNames = 5;

    /// <summary>" Near: a, b, c." or nothing.</summary>
    public static string Sentence(string wanted, IEnumerable<string> names)
    {
        string[] near = [.. names
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: Distance(wanted, name)))
            .Where(pair => pair.Distance <= Math.Max(2, wanted.Length / 2) || pair.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Distance)
            .Take(MostNames)
            .Select(pair => pair.Name)];
        return near.Length == 0 ? "" : $" Near: {string.Join("; ", near)}.";
    }

    /// <summary>Edits between two names (Levenshtein), ignoring case; of a list of synonyms the nearest counts.</summary>
    private static int Distance(string wanted, string name) =>
        name.Split(',', StringSplitOptions.TrimEntries).Min(part => Edits(wanted.ToUpperInvariant(), part.ToUpperInvariant()));

    private static int Edits(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}

namespace CnnVis.Cli.Commands;

/// <summary>Reads NAME=VALUE.</summary>
internal static class KeyValues
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(IEnumerable<string> texts, string option)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new ArgumentException($"{option} '{text}' is not of the form NAME=VALUE.");
            }

            string key = text[..equals];
            if (pairs.Exists(pair => pair.Key == key))
            {
                throw new ArgumentException($"{option} gives '{key}' twice.");
            }

            pairs.Add(new KeyValuePair<string, string>(key, text[(equals + 1)..]));
        }

        return pairs;
    }
}

namespace CnnVis.Cli.Commands;

/// <summary>The options of a command that come from --set or from an option of their own.</summary>
internal sealed class GivenSettings
{
    private readonly List<KeyValuePair<string, string>> _settings;

    public GivenSettings(string command, IReadOnlyList<string> names, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        _settings = [.. settings];
        if (_settings.Find(setting => !names.Contains(setting.Key)) is { Key: { } unknown })
        {
            throw new ArgumentException($"{command} has no option '{unknown}'. Possible: {string.Join(", ", names)}.");
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> All => _settings;

    /// <summary>Adds what an option of its own gives, and refuses to choose where --set gives it too.</summary>
    public void Add(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (_settings.Exists(setting => setting.Key == name))
        {
            throw new ArgumentException($"--{name} and --set {name} are the same: give one of them.");
        }

        _settings.Add(new(name, value));
    }
}

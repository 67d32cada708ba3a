using System.CommandLine;

namespace CnnVis.Cli.Commands;

/// <summary>How it is explained: methods and their options.</summary>
internal sealed class MethodArguments
{
    private const string LayersOption = "layers";

    private readonly Option<string[]> _methods = new("--method")
    {
        Description = $"The method; give it again for several. One of: {string.Join(", ", ExplanationMethod.All.Select(method => method.Name))}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => ["occlusion"],
    };

    private readonly Option<string[]> _layers = new("--layer")
    {
        Description = "The layer that the method looks at, by node name, tensor name or a part that only one has. Give it again for several.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _settings = new("--set")
    {
        Description = "An option of the method, for example --set window=32 --set stride=16. "
            + $"Options: {string.Join("; ", ExplanationMethod.All.Select(method => $"{method.Name}: {string.Join(", ", method.OptionNames)}"))}.",
        HelpName = "OPTION=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_methods);
        command.Options.Add(_layers);
        command.Options.Add(_settings);
    }

    /// <summary>Every method with its recipe. An option goes to each method that has it; one that no method has is an error.</summary>
    public IReadOnlyList<(string Name, Func<Explainer, Explanation> Recipe)> Read(ParseResult parsed, CnnModel model, CancellationToken cancellationToken)
    {
        ExplanationMethod[] methods = [.. parsed.GetValue(_methods)!.Select(ExplanationMethod.Get).DistinctBy(method => method.Name)];
        List<KeyValuePair<string, string>> settings = [.. KeyValues.Parse(parsed.GetValue(_settings)!, "--set")];
        if (parsed.GetValue(_layers) is { Length: > 0 } layers)
        {
            // Looked up here, so that a wrong name is an error whatever the method does with it.
            settings.Add(new(LayersOption, string.Join(',', layers.Select(name => model.Layers[name].Name))));
        }

        if (settings.Find(setting => !methods.Any(method => method.OptionNames.Contains(setting.Key))) is { Key: { } unknown })
        {
            string names = string.Join(", ", methods.Select(method => method.Name));
            throw new ArgumentException(unknown == LayersOption
                ? $"--layer was given, but {names} looks at no layer."
                : $"{names} has no option '{unknown}'. Possible: {string.Join(", ", methods.SelectMany(method => method.OptionNames).Distinct())}.");
        }

        return
        [
            .. methods.Select(method => (
                method.Name,
                method.Recipe(settings.Where(setting => method.OptionNames.Contains(setting.Key)), cancellationToken))),
        ];
    }
}

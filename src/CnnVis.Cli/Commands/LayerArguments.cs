using System.CommandLine;
using CnnVis.Features;

namespace CnnVis.Cli.Commands;

/// <summary>The layers that a command looks at.</summary>
internal sealed class LayerArguments(string byDefault)
{
    private readonly Option<string[]> _layers = new("--layer")
    {
        Description = $"The layer, by node name, tensor name or a part that only one has; give it again for several. By default {byDefault}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command) => command.Options.Add(_layers);

    /// <summary>Null where none was given.</summary>
    public LayerSelection? Read(ParseResult parsed, CnnModel model)
    {
        string[] names = parsed.GetValue(_layers)!;
        return names.Length > 0 ? LayerSelection.FromLayerArray([.. names.Select(name => model.Layers[name])]) : null;
    }

    public LayerSelection ReadOrFirstConvolution(ParseResult parsed, CnnModel model) => Read(parsed, model) ?? Convolutions.First(model);
}

using System.CommandLine;
using System.Globalization;

namespace CnnVis.Cli.Commands;

/// <summary>What a dream is to excite: a class, a layer, one of its channels, or a neuron of that.</summary>
internal sealed class ObjectiveArguments
{
    private readonly Option<string?> _layer = new("--layer")
    {
        Description = "The layer, by node name, tensor name or a part that only one has. Alone, whatever it sees is made stronger.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _channel = new("--channel") { Description = "The channel of the layer, from 0: its mean is excited.", HelpName = "K" };

    private readonly Option<string?> _neuron = new("--neuron")
    {
        Description = "One cell of the channel instead of its mean: row and column of its map, or 'centre'.",
        HelpName = "Y,X",
    };

    private readonly Option<string?> _class = new("--class") { Description = "A class by index or label, instead of a layer: its logit is excited.", HelpName = "C" };

    public void AddTo(Command command)
    {
        command.Options.Add(_layer);
        command.Options.Add(_channel);
        command.Options.Add(_neuron);
        command.Options.Add(_class);
    }

    public Objective Read(ParseResult parsed) =>
        (parsed.GetValue(_layer), parsed.GetValue(_channel), parsed.GetValue(_neuron), parsed.GetValue(_class)) switch
        {
            (null, null, null, { } selected) => Objective.Class(ClassOf(selected)),
            ({ } layer, null, null, null) => Objective.Layer(layer),
            ({ } layer, { } channel, null, null) => Objective.Channel(layer, channel),
            ({ } layer, { } channel, { } neuron, null) => NeuronOf(layer, channel, neuron),
            (null, null, null, null) => throw new ArgumentException("Say what to excite: --layer NAME with or without --channel K, or --class C."),
            (_, _, _, not null) => throw new ArgumentException("--class is excited by itself: leave --layer, --channel and --neuron out."),
            (null, _, _, _) => throw new ArgumentException("--channel and --neuron need --layer."),
            _ => throw new ArgumentException("--neuron needs --channel."),
        };

    private static ClassSelector ClassOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : text;

    private static Objective NeuronOf(string layer, int channel, string text)
    {
        if (text is "centre" or "center")
        {
            return Objective.Neuron(layer, channel);
        }

        int[] places = [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int place) ? place : -1)];
        return places is [>= 0, >= 0]
            ? Objective.Neuron(layer, channel, places[0], places[1])
            : throw new ArgumentException($"--neuron '{text}' is neither of the form Y,X, a row and a column from 0, nor 'centre'.");
    }
}

using System.CommandLine;

namespace CnnVis.Cli.Commands;

/// <summary>The model and what its file does not say: the same for every command.</summary>
internal sealed class ModelArguments(string description = "The .onnx file.")
{
    private readonly Argument<string> _model = new("MODEL") { Description = description };

    private readonly Option<string?> _preprocess = new("--preprocess")
    {
        Description = $"How pictures become the model's input: {string.Join(", ", Preprocessing.Presets.Keys)}. It must be what the model was trained with.",
        HelpName = "PRESET",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "The names of the classes: a label on each line, synset lines, or JSON.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _inputs = new("--input")
    {
        Description = "The value of an input that is not the image. Give it again for several.",
        HelpName = "NAME=FILE.npy",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _output = new("--output") { Description = "The output to explain; the first by default.", HelpName = "NAME" };

    private readonly ExecutionArguments _execution = new();

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Write nothing but results and errors." };

    public void AddTo(Command command)
    {
        command.Arguments.Insert(0, _model);
        command.Options.Add(_preprocess);
        command.Options.Add(_labels);
        command.Options.Add(_inputs);
        command.Options.Add(_output);
        _execution.AddTo(command);
        command.Options.Add(_quiet);
    }

    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    public CnnModel Load(ParseResult parsed) => CnnModel.Load(Given(parsed), Options(parsed));

    /// <summary>What was given as MODEL.</summary>
    public string Given(ParseResult parsed) => parsed.GetRequiredValue(_model);

    public CnnModelOptions Options(ParseResult parsed) => new()
    {
        Preprocessing = parsed.GetValue(_preprocess) is { } preset ? Preprocessing.Preset(preset) : null,
        Labels = parsed.GetValue(_labels) is { } labels ? Labels.Load(labels) : null,
        Inputs = KeyValues.Parse(parsed.GetValue(_inputs)!, "--input")
            .ToDictionary(pair => pair.Key, pair => TensorValue.LoadNpy(pair.Value)),
        OutputName = parsed.GetValue(_output),
        Execution = _execution.Read(parsed),
    };
}

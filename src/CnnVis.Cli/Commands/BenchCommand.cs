using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using CnnVis.Cli.Bench;
using CnnVis.Cli.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis bench: what do explanations cost on this machine?</summary>
internal sealed class BenchCommand
{
    private readonly Terminal _terminal;

    private readonly ModelArguments _model = new($"The .onnx file, or a network with random weights: {string.Join(", ", Network.All.Keys)}.");

    private readonly Option<WindowSize?> _size = new("--size")
    {
        Description = "The image's size where the model leaves it free: 224, or 320x240 (height, width).",
        HelpName = "HEIGHTxWIDTH",
        CustomParser = ParseSize,
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON for programs: flat keys." };

    // The command starts itself with these for each method.
    private readonly Option<string?> _measure = new("--measure") { Hidden = true };
    private readonly Option<string?> _file = new("--file") { Hidden = true };

    private BenchCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var bench = new BenchCommand(terminal);
        var command = new Command(
            "bench",
            "Measures what explanations cost on this machine: each method's time as a multiple of one forward pass, windows per second, peak memory. "
            + "Let nothing else run meanwhile. Example: cnnvis bench resnet50 --threads 2");
        bench._model.AddTo(command);
        foreach (Option option in new Option[] { bench._size, bench._json, bench._measure, bench._file })
        {
            command.Options.Add(option);
        }

        command.SetAction(bench.Run);
        return command;
    }

    private static WindowSize? ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (WindowSize.TryParse(text, CultureInfo.InvariantCulture, out WindowSize size))
        {
            return size;
        }

        result.AddError($"--size '{text}': give one number for a square, or HEIGHTxWIDTH.");
        return null;
    }

    private int Run(ParseResult parsed)
    {
        if (parsed.GetValue(_measure) is { } key)
        {
            BenchMethod? method = key == BenchRun.ForwardKey ? null : BenchMethod.All.Single(method => method.Key == key);
            var measuring = new Measuring(() => Load(parsed, parsed.GetRequiredValue(_file)!), _terminal.CancellationToken);
            _terminal.Output.WriteLine(JsonSerializer.Serialize(measuring.Of(method)));
            return ExitCode.Success;
        }

        _terminal.IsQuiet = _model.IsQuiet(parsed);
        using var network = BuiltNetwork.Of(_model.Given(parsed));
        (string name, ImageShape shape) = Look(parsed, network.Path);
        string[] given = [.. parsed.Tokens.Skip(1).Select(token => token.Value)];
        BenchReport report = _terminal.WithProgress(
            "measuring",
            progress => new BenchRun(
                key => ToolProcess.Run([parsed.CommandResult.Command.Name, _measure.Name, key, _file.Name, network.Path, .. given], _terminal.CancellationToken),
                progress).Run());
        Write(parsed, report, name, shape);
        return ExitCode.Success;
    }

    private void Write(ParseResult parsed, BenchReport report, string name, ImageShape shape)
    {
        foreach (string note in report.Notes)
        {
            _terminal.Note(note);
        }

        int? threads = _model.Options(parsed).Execution.Threads;
        if (parsed.GetValue(_json))
        {
            _terminal.Output.WriteLine(JsonText.Of(report.ToFlat(name, shape, threads)));
            return;
        }

        string used = threads is { } count ? string.Create(CultureInfo.InvariantCulture, $"{count} threads") : "a thread for each core";
        _terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}, {shape.Height}x{shape.Width}: {used}, {Environment.ProcessorCount} processors"));
        _terminal.Table(BenchTable.Of(report));
        foreach (string line in BenchTable.Totals(report))
        {
            _terminal.Output.WriteLine(line);
        }
    }

    /// <summary>Loads the model once, so that what is wrong with it is said at once and once.</summary>
    private (string Name, ImageShape Shape) Look(ParseResult parsed, string path)
    {
        using CnnModel model = Load(parsed, path);
        ImageShape shape = model.ImageInput.Shape;
        return parsed.GetValue(_size) is { } && !model.ImageInput.IsSizeFree
            ? throw new ArgumentException($"--size: the model reads images of {shape.Height}x{shape.Width} and no others.")
            : (model.Name, shape);
    }

    private CnnModel Load(ParseResult parsed, string path) => CnnModel.Load(path, _model.Options(parsed) with
    {
        InputSize = parsed.GetValue(_size) is { } size ? (size.Height, size.Width) : null,
    });
}

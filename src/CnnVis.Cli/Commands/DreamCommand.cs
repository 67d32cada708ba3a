using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis dream: what does a part of the network look for?</summary>
internal static class DreamCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string> folder = ResultFolder.Option();
        var animation = new Option<bool>("--animation") { Description = "Also write DIR/dream.apng: how the picture came about." };
        var model = new ModelArguments();
        var objective = new ObjectiveArguments();
        var settings = new DreamArguments();
        var command = new Command(
            "dream",
            "Makes a picture that excites a part of the network as much as possible: writes DIR/dream.png and dream.json (how it was made). "
            + "Example: cnnvis dream model.onnx --preprocess ImageNet --layer conv5 --channel 7 --out dreams");
        model.AddTo(command);
        objective.AddTo(command);
        settings.AddTo(command);
        command.Options.Add(animation);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            var files = DreamFiles.In(parsed.GetRequiredValue(folder));
            Objective wanted = objective.Read(parsed);
            DreamOptions options = settings.Read(parsed, parsed.GetValue(animation));
            using CnnModel loaded = model.Load(parsed);
            Dream dream = terminal.WithProgress(
                "dream", progress => loaded.Dream(wanted, options, progress, terminal.CancellationToken), "steps");
            terminal.CancellationToken.ThrowIfCancellationRequested();
            Report(terminal, dream, files.Write(dream, parsed.GetValue(animation)));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(Terminal terminal, Dream dream, IReadOnlyList<string> written)
    {
        string activations = string.Join(", ", dream.Activations.Select(activation => activation.ToString("0.####", CultureInfo.InvariantCulture)));
        terminal.Info($"{dream.Objective}: {activations}");
        terminal.Info(string.Create(CultureInfo.InvariantCulture, $"dream: {dream.Options.Steps} steps in {dream.Elapsed.TotalSeconds:0.0} s"));
        foreach (string note in dream.Notes)
        {
            terminal.Note(note);
        }

        foreach (string path in written)
        {
            terminal.Info(path);
        }
    }
}

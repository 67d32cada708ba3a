using System.CommandLine;
using CnnVis.Cli.Console;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis tour: what becomes of a picture on its way through the network?</summary>
internal static class TourCommand
{
    private static readonly string[] Names = [.. MethodOptions.Names(typeof(TourSheetOptions)).Where(name => name != "colors")];

    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = ImageArgument.Description };
        var settings = new Option<string[]>("--set")
        {
            Description = $"An option, for example --set maps-per-stage=10. Options: {string.Join(", ", Names)}.",
            HelpName = "OPTION=VALUE",
            DefaultValueFactory = _ => [],
        };
        Option<string> folder = ResultFolder.Option();
        var model = new ModelArguments();
        var layers = new LayerArguments("a few on the network's longest way, one for each size of map");
        var command = new Command(
            "tour",
            "Leads through a network with a picture, from edges to meaning: writes DIR/tour.png (the most telling maps of each stop, what a cell sees, the answer) and a "
            + "sheet of all maps for each stop, DIR/tour.1.png and so on. Example: cnnvis tour model.onnx photo.jpg --labels labels.txt --out tour");
        command.Arguments.Add(image);
        model.AddTo(command);
        layers.AddTo(command);
        command.Options.Add(settings);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = ResultFolder.Checked(parsed.GetRequiredValue(folder));
            var given = new GivenSettings("tour", Names, KeyValues.Parse(parsed.GetValue(settings)!, "--set"));
            var options = (TourSheetOptions)MethodOptions.Parse(typeof(TourSheetOptions), given.All);
            using CnnModel loaded = model.Load(parsed);
            LayerSelection? chosen = layers.Read(parsed, loaded);
            Tour tour = ImageArgument.Load(parsed.GetRequiredValue(image), loaded).Tour(loaded, chosen, terminal.CancellationToken);
            foreach (string note in loaded.Notes)
            {
                terminal.Note(note);
            }

            Write(terminal, tour, options, path);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(Terminal terminal, Tour tour, TourSheetOptions options, string folder)
    {
        var files = new List<(string Path, byte[] Content)> { (Path.Combine(folder, "tour.png"), tour.Sheet(options).ToPng()) };
        for (int i = 0; i < tour.Stages.Count; i++)
        {
            terminal.CancellationToken.ThrowIfCancellationRequested();
            files.Add((Path.Combine(folder, $"tour.{i + 1}.png"), tour.Stages[i].Maps.Sheet(new() { Order = options.Order }).ToPng()));
        }

        terminal.CancellationToken.ThrowIfCancellationRequested();
        files.ForEach(file => AtomicFile.Write(file.Path, file.Content));
        foreach ((TourStage stage, int i) in tour.Stages.Select((stage, i) => (stage, i)))
        {
            terminal.Info($"{i + 1}. {stage}{(stage.ReceptiveField is { } field ? $", each cell sees {field}" : "")}");
        }

        foreach ((string path, _) in files)
        {
            terminal.Info(path);
        }
    }
}

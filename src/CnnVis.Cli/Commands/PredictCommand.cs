using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis predict: what does the model see?</summary>
internal static class PredictCommand
{
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = ImageArgument.Description };
        var top = new Option<int>("--top") { Description = "How many classes.", HelpName = "N", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var model = new ModelArguments();
        var command = new Command("predict", "Names what a model sees in a picture. Example: cnnvis predict model.onnx cat.jpg --labels labels.txt");
        command.Arguments.Add(image);
        model.AddTo(command);
        command.Options.Add(top);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            using CnnModel loaded = model.Load(parsed);
            ImageArgument given = ImageArgument.Load(parsed.GetRequiredValue(image), loaded);
            Prediction[] predictions =
            [
                .. Enumerable.Range(0, given.Count).Select(i => given.Predict(loaded, i, parsed.GetValue(top), terminal.CancellationToken)),
            ];
            foreach (string note in given.Picture is null ? [] : loaded.Notes)
            {
                terminal.Note(note);
            }

            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(new
                {
                    Model = loaded.Name,
                    loaded.Notes,
                    Images = predictions.Select(prediction => new { prediction.Classes }),
                }));
            }
            else
            {
                terminal.Table(ToTable(predictions));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Table ToTable(Prediction[] predictions)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("class", "probability", "label");
        foreach ((Prediction prediction, int i) in predictions.Select((prediction, i) => (prediction, i)))
        {
            if (i > 0)
            {
                table.AddEmptyRow();
            }

            foreach (ClassScore score in prediction.Classes)
            {
                table.AddRow(
                    score.Index.ToString(CultureInfo.InvariantCulture),
                    score.Probability.ToString("0.0000", CultureInfo.InvariantCulture),
                    Markup.Escape(score.Label ?? ""));
            }
        }

        return table;
    }
}

using System.CommandLine;
using CnnVis.Cli.Console;
using CnnVis.Features.Summaries;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis summary: what is the network made of?</summary>
internal static class SummaryCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var model = new ModelArguments();
        var command = new Command(
            "summary",
            "Lists a network layer by layer: output, parameters, multiply-adds (of convolutions and products of matrices, for one image), what a cell sees of the input, "
            + "memory of the output. Example: cnnvis summary model.onnx");
        model.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            using CnnModel loaded = model.Load(parsed);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            ModelSummary summary = loaded.Summary();
            foreach (string note in summary.Notes)
            {
                terminal.Note(note);
            }

            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(ToJson(summary)));
            }
            else
            {
                terminal.Table(ToTable(summary));
                terminal.Output.WriteLine(SummaryText.Totals(summary));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Table ToTable(ModelSummary summary)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns(SummaryText.Headings);
        foreach (int column in new[] { 3, 4, 6 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (LayerSummary layer in summary.Layers)
        {
            table.AddRow([.. SummaryText.Row(layer).Select(Markup.Escape)]);
        }

        return table;
    }

    private static object ToJson(ModelSummary summary) => new
    {
        summary.Model,
        summary.Parameters,
        summary.MultiplyAdds,
        summary.PeakBytes,
        summary.Notes,
        Layers = summary.Layers.Select(layer => new
        {
            layer.Name,
            layer.Operator,
            layer.OutputShape,
            layer.Parameters,
            layer.MultiplyAdds,
            ReceptiveField = layer.ReceptiveField is { } field ? new { field.Rows, field.Columns } : null,
            layer.OutputBytes,
        }),
    };
}

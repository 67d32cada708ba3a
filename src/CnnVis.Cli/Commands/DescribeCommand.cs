using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis describe: what is this model?</summary>
internal static class DescribeCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var model = new ModelArguments();
        var command = new Command("describe", "Shows a model's inputs, outputs and layers, and what was recognised. Example: cnnvis describe model.onnx");
        model.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            using CnnModel loaded = model.Load(parsed);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(ToJson(loaded)));
            }
            else
            {
                Write(terminal, loaded);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static object ToJson(CnnModel model) => new
    {
        model.Name,
        model.Producer,
        model.IrVersion,
        model.Opset,
        model.Inputs,
        Image = new
        {
            model.ImageInput.Name,
            model.ImageInput.ElementType,
            model.ImageInput.Shape.Layout,
            model.ImageInput.Shape.Channels,
            model.ImageInput.Shape.Height,
            model.ImageInput.Shape.Width,
            model.ImageInput.FixedBatch,
            model.ImageInput.IsSizeFree,
        },
        model.Output,
        Labels = model.Labels?.Count,
        model.Preprocessing,
        model.Notes,
        Layers = model.Layers.Select(layer => new { layer.Name, layer.Operator, layer.OutputTensor, layer.OutputShape, layer.ParameterCount }),
    };

    private static void Write(Terminal terminal, CnnModel model)
    {
        ImageShape shape = model.ImageInput.Shape;
        string batch = model.ImageInput.FixedBatch is { } count ? string.Create(CultureInfo.InvariantCulture, $"fixed to {count}") : "free";
        TextWriter output = terminal.Output;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name}: opset {model.Opset}, IR {model.IrVersion}{(model.Producer.Length > 0 ? $", written by {model.Producer}" : "")}"));
        foreach (ModelInput input in model.Inputs)
        {
            output.WriteLine($"input    {input.Name} [{Dimensions(input.Shape)}] {input.ElementType}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"image    {model.ImageInput.Name}: {shape.Layout.ToString().ToUpperInvariant()}, {shape.Channels} channel(s), {shape.Height}x{shape.Width}{(model.ImageInput.IsSizeFree ? " (size free)" : "")}, {model.ImageInput.ElementType}, batch {batch}"));
        output.WriteLine($"output   {model.Output.Name} [{Dimensions([.. model.Output.Shape.Select(size => (int?)size)])}]: {Meaning(model.Output)}");
        output.WriteLine($"explains {model.Output.LogitsTensor}");
        output.WriteLine($"labels   {(model.Labels is { } labels ? string.Create(CultureInfo.InvariantCulture, $"{labels.Count}, {labels[0]} to {labels[^1]}") : "none")}");
        output.WriteLine($"pictures {model.Preprocessing}");
        foreach (string note in model.Notes)
        {
            terminal.Note(note);
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("layer", "operator", "output", "parameters");
        table.Columns[3].RightAligned();
        foreach (Layer layer in model.Layers)
        {
            table.AddRow(
                Markup.Escape(layer.Name),
                layer.Operator,
                string.Join('x', layer.OutputShape),
                layer.ParameterCount.ToString("#,0", CultureInfo.InvariantCulture));
        }

        terminal.Table(table);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Layers.Count} layers, {model.Layers.Sum(layer => layer.ParameterCount):#,0} parameters"));
    }

    private static string Meaning(ModelOutput output) => (output.Form, output.Kind) switch
    {
        (OutputForm.Raw, _) => "neither classes nor a segmentation map",
        (OutputForm.SegmentationMap, var kind) => string.Create(CultureInfo.InvariantCulture, $"segmentation map of {output.ClassCount} class(es), {Name(kind)}"),
        (_, var kind) => string.Create(CultureInfo.InvariantCulture, $"{output.ClassCount} class(es), {Name(kind)}"),
    };

    private static string Name(OutputKind kind) => kind switch
    {
        OutputKind.Softmax => "softmax probabilities",
        OutputKind.LogSoftmax => "log-probabilities",
        OutputKind.Sigmoid => "sigmoid probabilities",
        _ => "logits",
    };

    private static string Dimensions(IEnumerable<int?> shape) =>
        string.Join(',', shape.Select(size => size?.ToString(CultureInfo.InvariantCulture) ?? "?"));
}

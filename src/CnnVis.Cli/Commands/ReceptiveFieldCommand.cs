using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Models;
using CnnVis.Skia;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis receptive-field: how much of the picture does a layer see?</summary>
internal static class ReceptiveFieldCommand
{
    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "Pictures over which the effective receptive field is averaged: what a cell of the layer really looks at. Without any, only the graph is read.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var cell = new Option<string?>("--cell") { Description = "The cell: row and column. The middle by default.", HelpName = "Y,X" };
        var channel = new Option<int?>("--channel") { Description = "With pictures: the channel, from 0. By default the sum of all.", HelpName = "K" };
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        Option<string> folder = ResultFolder.Option();
        var model = new ModelArguments();
        var layers = new LayerArguments("all layers that have rows and columns; with pictures, one must be given");
        var command = new Command(
            "receptive-field",
            "Lists which part of the input each cell of a layer can see: size, stride and offset in pixels. With pictures it also measures what a cell really looks at, and "
            + "writes DIR/receptive-field.png and receptive-field.npy. Example: cnnvis receptive-field model.onnx photos/*.jpg --layer conv5");
        model.AddTo(command);
        command.Arguments.Add(images);
        layers.AddTo(command);
        command.Options.Add(cell);
        command.Options.Add(channel);
        command.Options.Add(json);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = ResultFolder.Checked(parsed.GetRequiredValue(folder));
            int[]? place = parsed.GetValue(cell) is { } text ? PlaceArguments.Parse("--cell", text, "Y,X") : null;
            string[] files = parsed.GetValue(images)!;
            using CnnModel loaded = model.Load(parsed);
            Layer[]? given = layers.Read(parsed, loaded) is { } named ? [.. named.In(loaded).Select(layer => layer.Layer)] : null;
            if (files.Length == 0)
            {
                List(terminal, loaded, given ?? [.. loaded.Layers], place, parsed.GetValue(channel), parsed.GetValue(json));
            }
            else
            {
                var options = new EffectiveReceptiveFieldOptions { Row = place?[0], Column = place?[1], Channel = parsed.GetValue(channel) };
                Measure(terminal, OnlyOne(given), files, options, path, parsed.GetValue(json));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Layer OnlyOne(Layer[]? given) => given is [var only]
        ? only
        : throw new ArgumentException("What a cell looks at is measured for one layer: give --layer once.");

    private static void List(Terminal terminal, CnnModel model, Layer[] layers, int[]? cell, int? channel, bool asJson)
    {
        if (channel is not null)
        {
            throw new ArgumentException("--channel needs pictures: all channels of a layer can see the same.");
        }

        IReadOnlyDictionary<string, ReceptiveField> known = new ReceptiveFieldReader(model).OfAll();
        (Layer Layer, ReceptiveField Field, PixelRectangle Pixels)[] fields =
        [
            .. from layer in layers
               let field = known.GetValueOrDefault(layer.OutputTensor)
               where field is not null
               select (layer, field, PixelsOf(layer, field, cell)),
        ];
        if (fields.Length == 0)
        {
            throw new ArgumentException(layers is [var only]
                ? $"What the cells of {only} see cannot be said: it has no rows and columns of the image, or an operator before it mixes them."
                : "No layer has rows and columns of the image.");
        }

        if (asJson)
        {
            terminal.Output.WriteLine(JsonText.Of(new
            {
                Model = model.Name,
                Layers = fields.Select(one => new { one.Layer.Name, one.Layer.Operator, one.Field.Height, one.Field.Width, one.Field.Rows, one.Field.Columns, one.Pixels }),
            }));
            return;
        }

        var table = new Table().Border(TableBorder.Minimal).AddColumns("layer", "operator", "cells", "sees", "stride", "offset", cell is null ? "the middle cell's pixels" : "the cell's pixels");
        foreach ((Layer layer, ReceptiveField field, PixelRectangle pixels) in fields)
        {
            table.AddRow(
                Markup.Escape(layer.Name),
                layer.Operator,
                Pair(field.Height, field.Width),
                Pair(field.Rows.Size, field.Columns.Size),
                Pair(field.Rows.Stride, field.Columns.Stride),
                Pair(field.Rows.Offset, field.Columns.Offset, ","),
                $"rows {pixels.Top} to {pixels.Bottom - 1}, columns {pixels.Left} to {pixels.Right - 1}");
        }

        terminal.Table(table);
    }

    private static PixelRectangle PixelsOf(Layer layer, ReceptiveField field, int[]? cell)
    {
        if (cell is [int row, int column])
        {
            return row < field.Height && column < field.Width
                ? field.PixelsOf(row, column)
                : throw new ArgumentException($"The layer {layer} has no cell {row},{column}: it has {field.Height}x{field.Width} cells, counted from 0.");
        }

        return field.PixelsOf(field.Height / 2, field.Width / 2);
    }

    private static string Pair(double rows, double columns, string between = "x") =>
        string.Create(CultureInfo.InvariantCulture, $"{rows:0.###}{between}{columns:0.###}");

    private static void Measure(Terminal terminal, Layer layer, string[] files, EffectiveReceptiveFieldOptions options, string folder, bool asJson)
    {
        // Read one at a time: there may be thousands.
        IEnumerable<ImageTensor> images = files.Select(file => ImageArgument.Load(file, layer.Model).FirstTensor(layer.Model));
        EffectiveReceptiveField field = terminal.WithProgress(
            "receptive-field", progress => layer.EffectiveReceptiveField(images, options, progress, terminal.CancellationToken), "images");
        terminal.CancellationToken.ThrowIfCancellationRequested();
        string picture = Path.Combine(folder, "receptive-field.png");
        string numbers = Path.Combine(folder, "receptive-field.npy");
        field.Draw().Save(picture);
        AtomicFile.Write(numbers, NpyFile.ToBytes(field.Map.Values, [field.Map.Height, field.Map.Width]));
        if (asJson)
        {
            terminal.Output.WriteLine(JsonText.Of(new { field.Layer, field.Channel, field.Row, field.Column, field.Pixels, field.Size, field.ImageCount }));
            return;
        }

        terminal.Info(string.Create(CultureInfo.InvariantCulture, $"{field.Layer}, cell {field.Row},{field.Column}: what counts is as large as {field.Size:0.#}x{field.Size:0.#} pixels"));
        if (field.Pixels is { } pixels)
        {
            terminal.Info($"it can see rows {pixels.Top} to {pixels.Bottom - 1}, columns {pixels.Left} to {pixels.Right - 1}");
        }

        terminal.Info(picture);
        terminal.Info(numbers);
    }
}

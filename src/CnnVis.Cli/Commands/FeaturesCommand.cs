using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis features: what does a layer make of a picture?</summary>
internal static class FeaturesCommand
{
    private static readonly string[] Names = [.. MethodOptions.Names(typeof(FeatureMapSheetOptions)).Where(name => name != "colors")];

    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = ImageArgument.Description };
        var order = new Option<string?>("--order")
        {
            Description = "How the channels are ordered: channel (as the layer has them, the default), strength, or variance (those that tell places apart most first).",
            HelpName = "ORDER",
        };
        var unit = new Option<string?>("--unit") { Description = "Also draw how one number came about: channel, row and column.", HelpName = "C,Y,X" };
        var settings = new Option<string[]>("--set")
        {
            Description = $"Another option, for example --set most=32. Options: {string.Join(", ", Names)}.",
            HelpName = "OPTION=VALUE",
            DefaultValueFactory = _ => [],
        };
        var json = new Option<bool>("--json") { Description = "Write what each channel does as JSON for programs." };
        Option<string> folder = ResultFolder.Option();
        var model = new ModelArguments();
        var layers = new LayerArguments("the first convolution");
        var command = new Command(
            "features",
            "Draws what layers make of a picture, a map for each channel: writes DIR/features.png and features.npy [channels, rows, columns]; the layer's name is part "
            + "of the names where there are several. Example: cnnvis features model.onnx photo.jpg --layer conv5 --order variance");
        command.Arguments.Add(image);
        model.AddTo(command);
        layers.AddTo(command);
        command.Options.Add(order);
        command.Options.Add(unit);
        command.Options.Add(settings);
        command.Options.Add(json);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = ResultFolder.Checked(parsed.GetRequiredValue(folder));
            var given = new GivenSettings("features", Names, KeyValues.Parse(parsed.GetValue(settings)!, "--set"));
            given.Add("order", parsed.GetValue(order));
            var options = (FeatureMapSheetOptions)MethodOptions.Parse(typeof(FeatureMapSheetOptions), given.All);
            int[]? place = parsed.GetValue(unit) is { } text ? PlaceArguments.Parse("--unit", text, "C,Y,X") : null;
            using CnnModel loaded = model.Load(parsed);
            LayerSelection chosen = layers.ReadOrFirstConvolution(parsed, loaded);
            IReadOnlyList<FeatureMaps> maps = ImageArgument.Load(parsed.GetRequiredValue(image), loaded).FeatureMaps(loaded, chosen, terminal.CancellationToken);
            FeatureUnit[] units = place is [int channel, int row, int column]
                ? [.. maps.Select(one => one.Unit(channel, row, column, terminal.CancellationToken))]
                : [];
            IReadOnlyList<string> written = FeatureFiles.Write(path, maps, units, options, terminal.CancellationToken);
            foreach (string note in loaded.Notes)
            {
                terminal.Note(note);
            }

            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(new { Model = loaded.Name, Layers = maps.Select((one, i) => ToJson(one, units.ElementAtOrDefault(i))) }));
            }
            else
            {
                Report(terminal, maps, units, written);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(Terminal terminal, IReadOnlyList<FeatureMaps> maps, FeatureUnit[] units, IReadOnlyList<string> written)
    {
        foreach (FeatureMaps one in maps)
        {
            terminal.Info(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Layer}: {one.Channels} maps of {one.Height}x{one.Width}, {one.Activity.Count(channel => channel.IsDead)} dead, {one.Activity.Count(channel => channel.IsSaturated)} saturated"));
        }

        foreach (FeatureUnit unit in units)
        {
            terminal.Info(unit.ToString());
        }

        foreach (string path in written)
        {
            terminal.Info(path);
        }
    }

    private static object ToJson(FeatureMaps maps, FeatureUnit? unit) => new
    {
        maps.Layer,
        maps.Channels,
        maps.Height,
        maps.Width,
        maps.Activity,
        Unit = unit is null
            ? null
            : new
            {
                unit.Channel,
                unit.Row,
                unit.Column,
                unit.Value,
                unit.Pixels,
                unit.PictureRegion,
                Arithmetic = unit.Arithmetic is { } arithmetic ? ToJson(arithmetic) : null,
            },
    };

    private static object ToJson(ConvolutionArithmetic arithmetic) => new
    {
        arithmetic.Layer,
        arithmetic.FirstChannel,
        arithmetic.Channels,
        arithmetic.Height,
        arithmetic.Width,
        Patch = arithmetic.Patch.ToArray(),
        Kernel = arithmetic.Kernel.ToArray(),
        Products = arithmetic.Products.ToArray(),
        arithmetic.Bias,
        arithmetic.Sum,
        arithmetic.Steps,
    };
}

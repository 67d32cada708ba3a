using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Features;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis kernels: what do a convolution's weights look like?</summary>
internal static class KernelsCommand
{
    public static Command Create(Terminal terminal)
    {
        var layer = new Option<string?>("--layer")
        {
            Description = "The convolution, by node name, tensor name or a part that only one has; the first by default.",
            HelpName = "NAME",
        };
        var merge = new Option<bool>("--merge-batch-normalization") { Description = "Show what the convolution and the BatchNormalization behind it compute together." };
        var json = new Option<bool>("--json") { Description = "Also write each kernel's numbers as JSON for programs." };
        Option<string> folder = ResultFolder.Option();
        var model = new ModelArguments();
        var sheet = new KernelSheetArguments();
        var command = new Command(
            "kernels",
            "Draws the weights of a convolution: writes DIR/kernels.png. Kernels that read the picture are the patches that they look for. "
            + "Example: cnnvis kernels model.onnx --layer conv1 --order similarity --out kernels");
        model.AddTo(command);
        command.Options.Add(layer);
        sheet.AddTo(command);
        command.Options.Add(merge);
        command.Options.Add(json);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = Path.Combine(ResultFolder.Checked(parsed.GetRequiredValue(folder)), "kernels.png");
            KernelSheetOptions options = sheet.Read(parsed);
            using CnnModel loaded = model.Load(parsed);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            Layer chosen = parsed.GetValue(layer) is { } name ? loaded.Layers[name] : Convolutions.First(loaded);
            Kernels kernels = chosen.Kernels(new() { MergeBatchNormalization = parsed.GetValue(merge) });
            RgbImage picture = kernels.Sheet(options);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            picture.Save(path);
            Note(terminal, kernels, loaded.Notes, options, wantsMerged: parsed.GetValue(merge));
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(JsonText.Of(ToJson(loaded, kernels, options)));
            }
            else
            {
                Report(terminal, kernels, path);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Note(Terminal terminal, Kernels kernels, IEnumerable<string> modelNotes, KernelSheetOptions options, bool wantsMerged)
    {
        // The model's notes say among others which preprocessing was assumed: the order of the colours hangs on it.
        foreach (string note in kernels.ReadsColors ? modelNotes : [])
        {
            terminal.Note(note);
        }

        if (wantsMerged && !kernels.IsMerged)
        {
            terminal.Note($"nothing was merged: no BatchNormalization follows {kernels.Layer} alone, or the exporter has merged it already.");
        }

        if (kernels.Count > options.Most)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{options.Most} of {kernels.Count} kernels are drawn: --set most={kernels.Count} draws all."));
        }
    }

    private static void Report(Terminal terminal, Kernels kernels, string path)
    {
        KernelStatistics[] all = [.. Enumerable.Range(0, kernels.Count).Select(kernels.Statistics)];
        string channels = kernels switch
        {
            { ReadsColors: true } => "red, green and blue",
            { ReadsGrey: true } => "grey",
            { InputChannels: 1 } => "1 input channel",
            _ => string.Create(CultureInfo.InvariantCulture, $"{kernels.InputChannels} input channels"),
        };
        string groups = kernels.Groups > 1 ? string.Create(CultureInfo.InvariantCulture, $" each, in {kernels.Groups} groups") : "";
        terminal.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"{kernels.Layer}: {kernels.Count} kernels of {kernels.Height}x{kernels.Width} over {channels}{groups}{(kernels.IsMerged ? ", with BatchNormalization" : "")}"));
        terminal.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"weights {all.Min(one => one.Min):g3} to {all.Max(one => one.Max):g3}, norms {all.Min(one => one.Norm):g3} to {all.Max(one => one.Norm):g3}"));
        terminal.Info(path);
    }

    private static object ToJson(CnnModel model, Kernels kernels, KernelSheetOptions options) => new
    {
        Model = model.Name,
        kernels.Layer,
        kernels.Count,
        kernels.InputChannels,
        kernels.Height,
        kernels.Width,
        kernels.Groups,
        kernels.ReadsColors,
        kernels.ReadsGrey,
        kernels.IsMerged,
        Drawn = kernels.InOrder(options.Order).Take(options.Most),
        Kernels = Enumerable.Range(0, kernels.Count).Select(kernels.Statistics),
    };
}

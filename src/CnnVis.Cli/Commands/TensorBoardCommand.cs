using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis tensorboard: everything about a network in TensorBoard's own page.</summary>
internal static class TensorBoardCommand
{
    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "Pictures, or .npy tensors of one image: their feature maps and explanations are written too.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var methods = new Option<string[]>("--method")
        {
            Description = $"How the images are explained; give it again for several. One of: {string.Join(", ", ExplanationMethod.All.Select(method => method.Name))}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => ["occlusion"],
        };
        Option<string> folder = ResultFolder.OfRuns();
        var model = new ModelArguments();
        var layers = new LayerArguments("the kernels of up to 8 convolutions and the maps of the stops of a tour");
        var targets = new TargetArguments();
        var command = new Command(
            "tensorboard",
            "Writes a run for TensorBoard: the network's graph, a summary, histograms of all weights, sheets of kernels; for each image also feature maps, histograms of "
            + "activations and an explanation. Example: cnnvis tensorboard model.onnx photo.jpg --labels labels.txt, then: tensorboard --logdir runs");
        model.AddTo(command);
        command.Arguments.Add(images);
        layers.AddTo(command);
        command.Options.Add(methods);
        targets.AddTo(command);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            string path = ResultFolder.Checked(parsed.GetRequiredValue(folder));
            ExplanationMethod[] chosen = [.. parsed.GetValue(methods)!.Select(ExplanationMethod.Get).DistinctBy(method => method.Name)];
            string[] files = parsed.GetValue(images)!;
            using CnnModel loaded = model.Load(parsed);
            var drawn = DrawnLayers.Of(loaded, layers.Read(parsed, loaded), files.Length > 0);
            IReadOnlyList<string> names = LayerFileNames.Of([.. files.Select(file => Path.GetFileNameWithoutExtension(file))]);
            ImageRun[] runs = [.. files.Zip(names, (file, name) => Load(terminal, file, name, loaded, image => targets.Read(parsed, image)))];
            IReadOnlyList<string> withoutHistogram = [];
            string written = RunFolder.Write(path, RunFolder.NewName(path, loaded), writer =>
            {
                withoutHistogram = AddNetwork(terminal, writer, loaded, drawn);
                foreach (ImageRun run in runs)
                {
                    run.AddTo(writer, loaded, drawn.WithMaps, chosen);
                }
            });
            foreach (string note in loaded.Notes.Concat(drawn.Notes).Concat(withoutHistogram).Concat(runs.SelectMany(run => run.Notes)).Distinct())
            {
                terminal.Note(note);
            }

            terminal.Info(string.Create(
                CultureInfo.InvariantCulture,
                $"{loaded.Name}: the graph of {loaded.Layers.Count} layers, histograms of their weights, kernels of {drawn.WithKernels.Count} convolutions"));
            foreach (string name in names)
            {
                terminal.Info($"{name}: feature maps of {drawn.WithMaps.Count} layers, explained by {string.Join(", ", chosen.Select(method => method.Name))}");
            }

            terminal.Info(written);
            terminal.Info($"tensorboard --logdir {path}");
            return ExitCode.Success;
        });
        return command;
    }

    private static ImageRun Load(Terminal terminal, string file, string name, CnnModel model, Func<ImageArgument, IReadOnlyList<Func<Explainer, Explainer>>> targetsOf)
    {
        ImageArgument image = ImageArgument.Load(file, model);
        if (image.Tensor is { } tensor)
        {
            model.RefuseUnfit(tensor);
        }

        return image.Count == 1
            ? new ImageRun(terminal, name, image, targetsOf(image)[0])
            : throw new ArgumentException($"{Path.GetFileName(file)}: the tensor holds {image.Count} images; give one.");
    }

    private static IReadOnlyList<string> AddNetwork(Terminal terminal, TensorBoardWriter writer, CnnModel model, DrawnLayers drawn)
    {
        writer.AddGraph(model);
        writer.AddSummary(model.Summary());
        IReadOnlyList<string> withoutHistogram = writer.AddWeights(model);
        foreach (Layer layer in drawn.WithKernels)
        {
            terminal.CancellationToken.ThrowIfCancellationRequested();
            writer.AddKernels(layer.Kernels());
        }

        return withoutHistogram;
    }
}

using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis explain: why does the model say that?</summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var image = new Argument<string>("IMAGE") { Description = ImageArgument.Description };
        Option<string> folder = ResultFolder.Option();
        var format = new Option<string>("--format")
        {
            Description = "What is written: png (a picture), npy (raw numbers, and .map.npy as they are drawn), json (how it was made); of figures svg and pdf.",
            HelpName = "png,npy,json",
            DefaultValueFactory = _ => "png,npy,json",
        };
        var view = new Option<string>("--view")
        {
            Description = "What pictures show: overlay (the map over the picture), masked, contours, regions (where the evidence is), figure (all for a reader: picture, map, scale, "
                + "predictions, how it was made). The first is METHOD.png, others METHOD.VIEW.png; figures are written as .svg and .pdf too where --format says so.",
            HelpName = "overlay,figure",
            DefaultValueFactory = _ => "overlay",
        };
        var estimate = new Option<bool>("--estimate")
        {
            Description = "Explain nothing, but say what each method would cost: passes, seconds, memory beyond the loaded model. One pass of each kind runs, to time it.",
        };
        var model = new ModelArguments();
        var methods = new MethodArguments();
        var targets = new TargetArguments();
        var command = new Command(
            "explain",
            "Explains what a model says about a picture: writes DIR/METHOD.png (where the evidence lies), .npy and .map.npy (numbers) and .json (how it was made). "
            + "Example: cnnvis explain model.onnx cat.jpg --labels labels.txt --class tabby --set window=32 --set stride=16 --out why");
        command.Arguments.Add(image);
        model.AddTo(command);
        methods.AddTo(command);
        targets.AddTo(command);
        command.Options.Add(folder);
        command.Options.Add(view);
        command.Options.Add(format);
        command.Options.Add(estimate);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            ResultFiles files = ResultFiles.For(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(format), parsed.GetRequiredValue(view));
            using CnnModel loaded = model.Load(parsed);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            ImageArgument given = ImageArgument.Load(parsed.GetRequiredValue(image), loaded);
            IReadOnlyList<Func<Explainer, Explainer>> wanted = targets.Read(parsed, given);
            if (parsed.GetValue(estimate))
            {
                EstimateTable.Write(terminal, methods.Read(parsed, loaded, terminal.CancellationToken), wanted[0](given.Explain(loaded, 0)), given.Count);
                return ExitCode.Success;
            }

            var pictured = new List<Explanation>();
            foreach ((string name, Func<Explainer, Explanation> recipe) in methods.Read(parsed, loaded, terminal.CancellationToken))
            {
                Explanation[] explanations = Explain(terminal, loaded, given, wanted, name, recipe);
                terminal.CancellationToken.ThrowIfCancellationRequested();
                IReadOnlyList<string> written = given.Picture is null
                    ? files.WriteTensor(name, explanations)
                    : files.WritePicture(name, explanations[0]);
                Report(terminal, explanations, written);
                pictured.AddRange(given.Picture is null ? [] : explanations);
            }

            if (pictured.Count > 1 && !terminal.IsQuiet)
            {
                terminal.Info("methods, passes, seconds, rank correlations of their maps:");
                terminal.Info(new Comparison(pictured).ToString().TrimEnd());
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Explanation[] Explain(
        Terminal terminal, CnnModel model, ImageArgument image, IReadOnlyList<Func<Explainer, Explainer>> targets, string method, Func<Explainer, Explanation> recipe)
    {
        var explanations = new Explanation[image.Count];
        for (int i = 0; i < image.Count; i++)
        {
            string title = image.Count == 1 ? method : string.Create(CultureInfo.InvariantCulture, $"{method} {i + 1}/{image.Count}");
            Explainer explainer = targets[i](image.Explain(model, i));
            explanations[i] = terminal.WithProgress(title, progress => recipe(progress is null ? explainer : explainer.ReportTo(progress)));
        }

        return explanations;
    }

    private static void Report(Terminal terminal, Explanation[] explanations, IReadOnlyList<string> written)
    {
        foreach (ExplainedTarget target in explanations.SelectMany(explanation => explanation.Targets))
        {
            string unit = target.ScoreKind == ScoreKind.Probability ? "probability" : "logit";
            terminal.Info(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {unit} {target.Score:0.####}"));
        }

        terminal.Info(string.Create(
            CultureInfo.InvariantCulture,
            $"{explanations[0].Method}: {explanations.Sum(e => e.ForwardPasses)} forward passes in {explanations.Sum(e => e.Elapsed.TotalSeconds):0.0} s"));
        foreach (string note in explanations.SelectMany(explanation => explanation.Notes).Distinct())
        {
            terminal.Note(note);
        }

        string[] missing = [.. explanations.SelectMany(explanation => explanation.Prediction.Select(score => score.Name)).SelectMany(PictureText.MissingLetters).Distinct()];
        if (missing.Length > 0)
        {
            terminal.Note($"No font on this machine has {string.Join(' ', missing)}; on pictures a question mark stands for each. Install a font that has them.");
        }

        foreach (string path in written)
        {
            terminal.Info(path);
        }
    }
}

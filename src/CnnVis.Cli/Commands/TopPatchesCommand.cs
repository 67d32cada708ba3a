using System.CommandLine;
using System.Globalization;
using CnnVis.Cli.Console;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis top-patches: what excites a network over a folder of images?</summary>
internal static class TopPatchesCommand
{
    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string>("FOLDER") { Description = "A folder of pictures (PNG, JPEG, WebP, BMP, GIF), with those below it." };
        Option<string> folder = ResultFolder.Option();
        var json = new Option<bool>("--json") { Description = "Write JSON for programs instead of lines: what top-patches.json holds, for all layers." };
        var model = new ModelArguments();
        var survey = new SurveyArguments();
        var command = new Command(
            "top-patches",
            "Shows what excites a layer over a folder of images: writes DIR/top-patches.png (the strongest patches of each channel), .histograms.png, .embedding.png "
            + "(which images are alike), .features.npy (a row for each image) and .json (every number). "
            + "Example: cnnvis top-patches model.onnx photos --preprocess ImageNet --layer conv5 --out patches");
        command.Arguments.Add(images);
        model.AddTo(command);
        survey.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            terminal.IsQuiet = model.IsQuiet(parsed);
            var files = SurveyFiles.In(parsed.GetRequiredValue(folder));
            SurveyOptions options = survey.Read(parsed);
            IReadOnlyList<ImageSource> sources = ImageFolder.Find(parsed.GetRequiredValue(images));
            IReadOnlyList<string> compared = survey.ComparedOf(parsed, sources);
            using CnnModel loaded = model.Load(parsed);
            Layer[] layers = survey.LayersOf(parsed, loaded);
            IReadOnlyList<int>? channels = survey.ChannelsOf(parsed, layers);
            IReadOnlyList<Survey> surveys = terminal.WithProgress(
                "top-patches", progress => loaded.Survey(layers, sources, options, progress, terminal.CancellationToken), "images");
            IReadOnlyList<string> written = files.Write(surveys, channels, compared, terminal.CancellationToken);
            Report(terminal, surveys, compared, written, parsed.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Report(
        Terminal terminal, IReadOnlyList<Survey> surveys, IReadOnlyList<string> compared, IReadOnlyList<string> written, bool asJson)
    {
        foreach (string note in surveys.SelectMany(survey => survey.Notes).Distinct())
        {
            terminal.Note(note);
        }

        if (asJson)
        {
            terminal.Output.WriteLine(JsonText.Of(new { Layers = surveys.Select(survey => SurveyFiles.Describe(survey, compared)) }));
            return;
        }

        foreach (Survey survey in surveys)
        {
            terminal.Info($"{survey.Layer}: {survey.Channels} channels of {survey.Height}x{survey.Width} cells{Dead(survey.DeadChannels)}");
            foreach (string name in compared)
            {
                int image = survey.IndexOf(name);
                terminal.Info($"{name} is most like {Listed(survey.MostSimilar(image, 3))}; least like {Listed(survey.LeastSimilar(image, 3))}");
            }
        }

        terminal.Info(string.Create(
            CultureInfo.InvariantCulture, $"top-patches: {surveys[0].Images.Count} images in {surveys[0].Elapsed.TotalSeconds:0.0} s"));
        foreach (string path in written)
        {
            terminal.Info(path);
        }
    }

    private static string Listed(IEnumerable<SimilarImage> images) =>
        string.Join(", ", images.Select(image => string.Create(CultureInfo.InvariantCulture, $"{image.Name} ({image.Cosine:0.00})")));

    private static string Dead(IReadOnlyList<int> channels)
    {
        const int Most = 16;
        string rest = channels.Count > Most ? ", ..." : "";
        return channels.Count == 0 ? "" : $", {channels.Count} of them dead: {string.Join(", ", channels.Take(Most))}{rest}";
    }
}

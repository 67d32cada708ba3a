using System.CommandLine;
using CnnVis.Cli.Console;
using CnnVis.Explanations;
using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>cnnvis compare: is this explanation, or this picture, still the one that was verified?</summary>
internal static class CompareCommand
{
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"];

    public static Command Create(Terminal terminal)
    {
        var received = new Argument<string>("RECEIVED") { Description = "What is new: a picture, or an explanation that 'cnnvis explain' wrote (DIR/METHOD.json with DIR/METHOD.npy)." };
        var verified = new Argument<string>("VERIFIED") { Description = "What was found right before: the same kind." };
        var settings = new Option<string[]>("--set")
        {
            Description = "What is still the same, for example --set rank-correlation=0.95. "
                + $"Explanations: {string.Join(", ", MethodOptions.Names(typeof(SimilarityLimits)))}; pictures: {string.Join(", ", MethodOptions.Names(typeof(PictureTolerance)))}.",
            HelpName = "LIMIT=VALUE",
            DefaultValueFactory = _ => [],
        };
        var difference = new Option<string?>("--difference")
        {
            Description = "Where pictures differ: a picture to write, pale, with red where pixels differ.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Write JSON for programs." };
        var command = new Command(
            "compare",
            "Compares two saved explanations, or two pictures, and ends with exit code 1 where they are not alike. Example: cnnvis compare new/grad-cam.json verified/grad-cam.json");
        command.Arguments.Add(received);
        command.Arguments.Add(verified);
        command.Options.Add(settings);
        command.Options.Add(difference);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            (string one, string other) = (parsed.GetRequiredValue(received), parsed.GetRequiredValue(verified));
            IReadOnlyList<KeyValuePair<string, string>> limits = KeyValues.Parse(parsed.GetValue(settings)!, "--set");
            string? file = parsed.GetValue(difference);
            (bool isAlike, string message, object numbers) = IsPicture(one) || IsPicture(other)
                ? ComparePictures(one, other, limits, file)
                : CompareExplanations(one, other, limits, file);
            terminal.Output.WriteLine(parsed.GetValue(json) ? JsonText.Of(numbers) : message);
            return isAlike ? ExitCode.Success : ExitCode.CheckFailed;
        });
        return command;
    }

    private static (bool IsAlike, string Message, object Numbers) ComparePictures(
        string received, string verified, IReadOnlyList<KeyValuePair<string, string>> limits, string? file)
    {
        PictureComparison comparison = PictureComparer.Compare(
            ImageFile.Load(received), ImageFile.Load(verified), Limits<PictureTolerance>("compare of pictures", limits));
        if (file is not null && !comparison.IsEqual)
        {
            comparison.DifferencePicture()?.Save(file);
        }

        return (comparison.IsEqual, comparison.Message, new
        {
            IsAlike = comparison.IsEqual,
            comparison.HaveSameSize,
            comparison.LargestDifference,
            comparison.DifferingPixels,
            comparison.DifferingShare,
            comparison.DifferingBounds,
        });
    }

    private static (bool IsAlike, string Message, object Numbers) CompareExplanations(
        string received, string verified, IReadOnlyList<KeyValuePair<string, string>> limits, string? file)
    {
        if (file is not null)
        {
            throw new ArgumentException("--difference is for pictures.");
        }

        SimilarityLimits wanted = Limits<SimilarityLimits>("compare of explanations", limits);
        wanted.Validate();
        (Explanation one, Explanation other) = (Explanation.Load(WithoutExtension(received)), Explanation.Load(WithoutExtension(verified)));
        HeatmapComparison[] found = [.. Enumerable.Range(0, Math.Min(one.Maps.Count, other.Maps.Count)).Select(target => HeatmapComparison.Of(one, other, target))];
        SnapshotComparison texts = SnapshotComparer.Compare(one.ToSnapshot(), other.ToSnapshot());
        bool isAlike = one.Maps.Count == other.Maps.Count && found.All(comparison => wanted.Unmet(comparison).Count == 0);
        IEnumerable<string> lines = found.Select((comparison, target) => $"{one.Targets[target].Name}: {comparison}");
        return (isAlike, string.Join('\n', [.. lines, texts.Message]), new
        {
            IsAlike = isAlike,
            Targets = found.Select((comparison, target) => new
            {
                one.Targets[target].Name,
                RankCorrelation = Finite(comparison.RankCorrelation),
                StructuralSimilarity = Finite(comparison.StructuralSimilarity),
                comparison.TopIntersection,
                CentreShift = Finite(comparison.CentreShift),
            }),
            SnapshotsAreEqual = texts.IsEqual,
        });
    }

    private static T Limits<T>(string command, IReadOnlyList<KeyValuePair<string, string>> limits) =>
        (T)MethodOptions.Parse(typeof(T), new GivenSettings(command, MethodOptions.Names(typeof(T)), limits).All);

    private static bool IsPicture(string path) => PictureExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static string WithoutExtension(string path) =>
        Path.GetExtension(path) is ".json" or ".npy" ? Path.ChangeExtension(path, null) : path;

    // JSON has no NaN.
    private static double? Finite(double number) => double.IsFinite(number) ? number : null;
}

using System.Globalization;
using System.Text;

namespace CnnVis.Explanations.Snapshots;

/// <summary>Writes an explanation as a short text. Lines that start with one of <see cref="ExactLines"/> hold no number that was computed.</summary>
internal static class SnapshotWriter
{
    private const int Levels = 9;

    // Below that, evidence is what rounding leaves: where its centre is says nothing.
    private const double LeastEvidence = 0.005;

    public static readonly IReadOnlyList<string> ExactLines = ["model", "method", "image", "predicted", "target"];

    public static string Write(Explanation explanation, SnapshotOptions options)
    {
        var text = new StringBuilder();
        Line(text, "model", explanation.Model);
        Line(text, "method", string.Join(", ", [explanation.Method, .. ChangedOptions(explanation).Select(option => $"{option.Key} {option.Value}")]));
        Line(text, "image", Image(explanation));
        if (explanation.Prediction.Count > 0)
        {
            Line(text, "predicted", explanation.Prediction[0].Name);
        }

        for (int i = 0; i < explanation.Maps.Count; i++)
        {
            ExplainedTarget target = explanation.Targets[i];
            Line(text, "target", $"{target.Name}, {(target.ScoreKind == ScoreKind.Logit ? "logit" : "probability")}");
            Line(text, "score", CoarseNumber.TwoDigitsOrHundredths(target.Score));
            WriteMap(text, explanation.Maps[i], explanation.InputShape, options);
        }

        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, Heatmap map, ImageShape shape, SnapshotOptions options)
    {
        (int height, int width) = (shape.Height, shape.Width);
        float[] numbers = map.Resize(height, width);
        if (Array.Exists(numbers, number => !float.IsFinite(number)))
        {
            Line(text, "map", "holds numbers that are not finite");
            return;
        }

        if (Array.TrueForAll(numbers, number => number == 0))
        {
            Line(text, "map", "is zero everywhere");
            return;
        }

        float[] positive = Array.ConvertAll(numbers, number => Math.Max(number, 0));
        double evidence = positive.Sum(number => (double)number);
        double magnitude = numbers.Sum(number => Math.Abs((double)number));
        Line(text, "magnitude", CoarseNumber.TwoDigits(magnitude));
        Line(text, "against", CoarseNumber.Hundredths((magnitude - evidence) / magnitude));
        if (evidence > LeastEvidence * magnitude)
        {
            (double across, double down) = EvidenceCentre.Of(positive, height, width);
            Line(text, "centre", $"{CoarseNumber.Hundredths(across)} across, {CoarseNumber.Hundredths(down)} down");
            Line(text, "half", $"of the evidence in {CoarseNumber.Hundredths(ShareThatHoldsHalf(positive, evidence))} of the pixels");
            (int rows, int columns) = (Math.Min(3, height), Math.Min(3, width));
            text.Append("evidence by thirds\n");
            Table(text, AreaSums.Of(positive, height, width, rows, columns), columns, sum => CoarseNumber.Hundredths(sum / evidence));
        }

        (int gridRows, int gridColumns) = (Math.Min(options.Grid, height), Math.Min(options.Grid, width));
        double[] cells = AreaSums.Of(numbers, height, width, gridRows, gridColumns);
        double strongest = cells.Max(Math.Abs);
        text.Append("cells in ninths of the strongest\n");
        Table(text, cells, gridColumns, sum => Level(sum, strongest));
    }

    private static string Level(double sum, double strongest)
    {
        double level = strongest > 0 ? CoarseNumber.Steps(Levels * sum / strongest) : 0;
        return level == 0 ? "." : level.ToString("0", CultureInfo.InvariantCulture);
    }

    // Counted in part between two pixels, so that it does not jump from one to the next.
    private static double ShareThatHoldsHalf(float[] positive, double evidence)
    {
        float[] falling = [.. positive];
        Array.Sort(falling);
        Array.Reverse(falling);
        double left = evidence / 2;
        int count = 0;
        while (left > falling[count])
        {
            left -= falling[count++];
        }

        return (count + (left / falling[count])) / positive.Length;
    }

    private static void Table(StringBuilder text, double[] sums, int columns, Func<double, string> write)
    {
        string[] cells = Array.ConvertAll(sums, sum => write(sum));
        int width = cells.Max(cell => cell.Length) + 1;
        foreach (string[] row in cells.Chunk(columns))
        {
            text.Append(' ').AppendJoin("", row.Select(cell => cell.PadLeft(width))).Append('\n');
        }
    }

    private static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(' ').Append(value.ReplaceLineEndings(" ")).Append('\n');

    private static IEnumerable<KeyValuePair<string, string>> ChangedOptions(Explanation explanation)
    {
        IReadOnlyDictionary<string, string>? defaults = ExplanationMethod.All.FirstOrDefault(method => method.Verb == explanation.Method)?.DefaultOptions;
        return explanation.Options.Where(option => defaults is null || defaults.GetValueOrDefault(option.Key) != option.Value);
    }

    private static string Image(Explanation explanation)
    {
        ImageShape shape = explanation.InputShape;
        string input = string.Create(CultureInfo.InvariantCulture, $"{shape.Width}x{shape.Height} pixels");
        return explanation.Geometry is { } seen
            ? string.Create(CultureInfo.InvariantCulture, $"{input} of a picture of {seen.PictureWidth}x{seen.PictureHeight}")
            : input;
    }
}

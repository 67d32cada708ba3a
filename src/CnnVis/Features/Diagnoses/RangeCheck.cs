using System.Globalization;
using System.Numerics.Tensors;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// Whether the numbers that the model is fed have the size that it was trained with. What training left in the model says so: the statistics of a
/// BatchNormalization best; an activation with a ceiling; and for numbers that are too small, that a classifier hardly reacts to the picture.
/// </summary>
internal sealed class RangeCheck(CnnModel model, IReadOnlyList<DiagnosedImage> images, CancellationToken cancellationToken)
{
    // Below, a picture is nearly plain, and numbers that hardly vary are no surprise.
    private const double LeastPixelDeviation = 10;

    public void Report(DiagnosisReport report)
    {
        DiagnosedImage[] pictures = [.. images.Where(image => image.PixelDeviation >= LeastPixelDeviation && image.Deviation > 0)];
        if (pictures.Length == 0)
        {
            report.CannotTell(FindingKind.InputRange, "the images are nearly plain.");
            return;
        }

        if (report.Has(FindingKind.NotFinite))
        {
            report.CannotTell(FindingKind.InputRange, "there are NaN or infinite numbers.");
            return;
        }

        if (model.ImageInput.ElementType == ElementType.UInt8)
        {
            ReportBytes(pictures, report);
            return;
        }

        if (NormalizationGauge.In(model) is { } normalization)
        {
            normalization.Report(pictures, report, cancellationToken);
        }
        else
        {
            ReportWithoutStatistics(pictures, report);
        }

        if (!report.Has(FindingKind.InputRange))
        {
            report.CannotTell(FindingKind.InputRange, "ranges that lie near each other, such as 0 to 1 and -1 to 1, or 0 to 255 with and without a mean: the network reacts too much alike.");
        }
    }

    private static void ReportBytes(DiagnosedImage[] pictures, DiagnosisReport report)
    {
        int wrong = pictures.Count(picture => TensorPrimitives.Min(picture.Tensor.Values) < 0 || picture.Deviation < LeastPixelDeviation / 2);
        if (2 * wrong <= pictures.Length)
        {
            report.Notes.Add($"Range: the model reads bytes and is fed {RangeOf(pictures)}.");
            return;
        }

        report.Findings.Add(new Finding(FindingKind.InputRange, FindingSeverity.Error)
        {
            Seen = $"The model reads bytes, 0 to 255, and is fed {RangeOf(pictures)}.",
            Meaning = "Turned into bytes, such numbers lose nearly all of the picture: it was exported with its preprocessing inside.",
            Advice = $"Feed the pixels as they are: {nameof(Preprocessing)}.{nameof(Preprocessing.None)}.",
            Numbers = new Dictionary<string, double> { ["deviation"] = pictures[0].Deviation },
        });
    }

    private void ReportWithoutStatistics(DiagnosedImage[] pictures, DiagnosisReport report)
    {
        const string NoStatistics = "the model keeps no statistics of training in a BatchNormalization";
        var ceiling = CeilingGauge.In(model);
        if (ceiling is null)
        {
            report.CannotTell(FindingKind.InputRange, $"whether the numbers are too large: {NoStatistics} and has no activation with a ceiling, such as ReLU6.");
        }
        else
        {
            ceiling.Report(pictures, report, cancellationToken);
        }

        if (!ClassifierAnswer.Has(model))
        {
            report.CannotTell(FindingKind.InputRange, $"whether the numbers are too small: {NoStatistics} and its output is not one distribution over classes.");
        }
        else if (!report.Has(FindingKind.InputRange))
        {
            new ContentGauge(model, ceiling).Report(pictures, report, cancellationToken);
        }
    }

    public static string RangeOf(IReadOnlyList<DiagnosedImage> images)
    {
        float smallest = images.Min(image => TensorPrimitives.Min(image.Tensor.Values));
        float largest = images.Max(image => TensorPrimitives.Max(image.Tensor.Values));
        return string.Create(CultureInfo.InvariantCulture, $"{smallest:0.###} to {largest:0.###}");
    }

    public static string Listed(IEnumerable<RangeCandidate> candidates)
    {
        string[] names = [.. candidates.Select(candidate => candidate.ToString())];
        return names.Length <= 1 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    public static string AdviceOf(IReadOnlyList<RangeCandidate> fitting) => fitting.Count switch
    {
        0 => "Bring the pixels to the range that the model was trained with: its card or training script says which.",
        1 => $"Feed {fitting[0]}, which fits.",
        _ => $"Feed what the model was trained with: {Listed(fitting)} would fit; which of them it was, its card or training script says.",
    };
}

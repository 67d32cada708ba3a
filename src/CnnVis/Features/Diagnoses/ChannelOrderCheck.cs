using System.Globalization;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// Whether a classifier is surer of its answers with red and blue exchanged. One photo proves nothing, since many things have any colour; over many the
/// right order wins.
/// </summary>
internal sealed class ChannelOrderCheck(CnnModel model, int expected)
{
    public const int FewestImages = 15;

    // All must hold. Measured in the right order over random sets of 15 of 23 photos: t was never below 0.1 for three classifiers,
    // and the exchanged entropy never the lower one.
    private const double LeastT = 2;
    private const double LeastRatio = 1.25;
    private const double MostOfLargestEntropy = 0.4;
    private const int FewestAnswers = 5;
    private const double LeastColor = 2;

    private readonly List<(ClassifierAnswer Given, ClassifierAnswer Exchanged)> _pairs = [];

    private bool Applies => model.ImageInput.Shape.Channels == 3 && ClassifierAnswer.Has(model);

    public void Add(DiagnosedImage image, CancellationToken cancellationToken)
    {
        if (Applies && expected >= FewestImages && IsColored(image.Pixels))
        {
            Add(ClassifierAnswer.Of(model, image.Tensor, cancellationToken), ClassifierAnswer.Of(model, image.Exchanged(), cancellationToken));
        }
    }

    public void Add(ClassifierAnswer given, ClassifierAnswer exchanged) => _pairs.Add((given, exchanged));

    public void Report(DiagnosisReport report)
    {
        if (WhyNot(report) is { } reason)
        {
            report.CannotTell(FindingKind.ChannelOrder, reason);
            return;
        }

        double given = _pairs.Average(pair => pair.Given.Entropy);
        double exchanged = _pairs.Average(pair => pair.Exchanged.Entropy);
        double t = Statistics.PairedT([.. _pairs.Select(pair => pair.Given.Entropy - pair.Exchanged.Entropy)]);
        string measured = string.Create(
            CultureInfo.InvariantCulture,
            $"mean entropy {given:0.00} as given, {exchanged:0.00} with red and blue exchanged (t = {t:0.0}, {_pairs.Count} images)");
        bool isGivenWrong = given > exchanged;
        bool isClear = Math.Abs(t) >= LeastT
            && Math.Max(given, exchanged) >= LeastRatio * Math.Min(given, exchanged)
            && Math.Min(given, exchanged) <= MostOfLargestEntropy * Math.Log(model.Output.ClassCount)
            && AnswersOf(isGivenWrong) >= Math.Min(FewestAnswers, (model.Output.ClassCount + 1) / 2);
        if (!isClear)
        {
            report.CannotTell(FindingKind.ChannelOrder, $"{measured}: the difference is too small, or the answers too unsure or too much alike, to say.");
        }
        else if (isGivenWrong)
        {
            report.Findings.Add(new Finding(FindingKind.ChannelOrder, FindingSeverity.Warning)
            {
                Seen = $"The model is surer of its answers with the colours exchanged: {measured}.",
                Meaning = "It was most probably trained with the other order: it is fed blue, green, red for red, green, blue, or the other way round.",
                Advice = $"Set {nameof(Preprocessing)}.{nameof(Preprocessing.ChannelOrder)} to the other one, or exchange the channels where the tensor is made. OpenCV reads pictures as BGR.",
                Numbers = new Dictionary<string, double> { ["entropy"] = given, ["entropyExchanged"] = exchanged, ["t"] = t, ["images"] = _pairs.Count },
            });
        }
        else
        {
            report.Notes.Add($"Order of the colours: {measured}. The given one is right.");
        }
    }

    private int AnswersOf(bool isExchanged) => _pairs.Select(pair => (isExchanged ? pair.Exchanged : pair.Given).Top).Distinct().Count();

    private string? WhyNot(DiagnosisReport report) =>
        model.ImageInput.Shape.Channels != 3 ? "the model reads grey pictures."
        : !ClassifierAnswer.Has(model) ? "the output is not one distribution over classes, whose entropy would tell."
        : report.Has(FindingKind.NotFinite) ? "there are NaN or infinite numbers."
        : report.Has(FindingKind.InputLayout) || report.Has(FindingKind.InputRange) ? "the layout or range of the input is wrong; mend that first."
        : expected < FewestImages ? $"it takes at least {FewestImages} photos; there {(expected == 1 ? "is 1" : $"are {expected}")}."
        : _pairs.Count < FewestImages ? $"it takes at least {FewestImages} photos with colours; there are {_pairs.Count}."
        : null;

    private static bool IsColored(ImageTensor pixels)
    {
        ImageShape shape = pixels.Shape;
        double sum = 0;
        for (int pixel = 0; pixel < shape.PixelCount; pixel++)
        {
            (int y, int x) = (pixel / shape.Width, pixel % shape.Width);
            sum += Math.Abs(pixels.Values[shape.IndexOf(0, y, x)] - pixels.Values[shape.IndexOf(2, y, x)]);
        }

        return sum / shape.PixelCount >= LeastColor;
    }
}

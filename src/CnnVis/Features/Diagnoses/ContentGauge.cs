using System.Globalization;
using System.Numerics.Tensors;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// A classifier says something else about a photo than about a plain image of its mean colour. Where the input is far too small, what the network adds by
/// itself, its biases, outweighs it, and the answer hardly depends on the picture.
/// </summary>
internal sealed class ContentGauge(CnnModel model, CeilingGauge? ceiling)
{
    // Measured on seven trained classifiers: the scores of a photo and of its mean colour differ by at least 0.5 of the classes' deviation
    // in the right range (with BatchNormalization, which has its own gauge, from 0.2 on), and by at most 0.4 in one that is a hundred times too small.
    private const double HardlyReacts = 0.3;
    private const double Reacts = 0.9;
    private const double LargerByFactor = 20;
    private const double EntropyRatio = 1.5;

    public void Report(IReadOnlyList<DiagnosedImage> images, DiagnosisReport report, CancellationToken cancellationToken)
    {
        Reaction[] given = Measure(images, image => image.Tensor);
        double reaction = Statistics.Median(given.Select(one => one.Distance));
        string measured = string.Create(
            CultureInfo.InvariantCulture,
            $"without its content, a plain image of its mean colour, the scores change by {reaction:0.00} of what lies between the classes ({Counted.Images(images.Count)})");
        if (reaction > HardlyReacts)
        {
            report.Notes.Add($"Range: {measured}; below {HardlyReacts.ToString(CultureInfo.InvariantCulture)} would be too little.");
            return;
        }

        double entropy = given.Average(one => one.Scores.Entropy);
        (RangeCandidate Candidate, double Distance, double Entropy)[] fitting =
        [
            .. from candidate in RangeCandidate.All
               where images.All(image => DeviationOf(candidate, image) >= image.Deviation * LargerByFactor)
               where ceiling is null || !ceiling.Refuses(candidate, images, cancellationToken)
               let reactions = Measure(images, image => candidate.Apply(image, model.Preprocessing.ChannelOrder))
               let distance = Statistics.Median(reactions.Select(one => one.Distance))
               let sureness = reactions.Average(one => one.Scores.Entropy)
               let changed = reactions.Zip(given, (now, then) => now.Scores.Top != then.Scores.Top).Count(changed => changed)
               where distance >= Reacts && entropy >= EntropyRatio * sureness && 2 * changed > images.Count
               orderby sureness
               select (candidate, distance, sureness),
        ];
        if (fitting.Length == 0)
        {
            report.CannotTell(
                FindingKind.InputRange,
                $"{measured}, which is little; but no common range is clearly better. The images may be unlike those that the model was trained with, or it may not be trained.");
            return;
        }

        report.Findings.Add(new Finding(FindingKind.InputRange, FindingSeverity.Error)
        {
            Seen = string.Create(
                CultureInfo.InvariantCulture,
                $"{char.ToUpperInvariant(measured[0])}{measured[1..]}. With {fitting[0].Candidate} they would change by {fitting[0].Distance:0.00}, and the entropy of the answers fall from {entropy:0.00} to {fitting[0].Entropy:0.00}."),
            Meaning = $"The numbers that the model is fed, {RangeCheck.RangeOf(images)}, are too small: its answer hardly depends on the picture.",
            Advice = RangeCheck.AdviceOf([.. fitting.Select(fit => fit.Candidate)]),
            Numbers = new Dictionary<string, double> { ["reaction"] = reaction, ["entropy"] = entropy, ["entropyOfBest"] = fitting[0].Entropy },
        });

        Reaction[] Measure(IReadOnlyList<DiagnosedImage> pictures, Func<DiagnosedImage, ImageTensor> tensor) =>
        [
            .. from picture in pictures
               let image = tensor(picture)
               let scores = ClassifierAnswer.Of(model, image, cancellationToken)
               select new Reaction(scores, scores.DistanceFrom(ClassifierAnswer.Of(model, DiagnosedImage.Plain(image), cancellationToken))),
        ];
    }

    private double DeviationOf(RangeCandidate candidate, DiagnosedImage image) =>
        TensorPrimitives.StdDev(candidate.Apply(image, model.Preprocessing.ChannelOrder).Values);

    private sealed record Reaction(ClassifierAnswer Scores, double Distance);
}

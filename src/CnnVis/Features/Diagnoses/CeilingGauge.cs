using System.Globalization;
using System.Numerics.Tensors;
using CnnVis.Features.Maps;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// An activation that is cut off above (ReLU6) mostly lies between its bounds where the input is as in training; with one that is far too large, it is at
/// one of them nearly everywhere.
/// </summary>
internal sealed class CeilingGauge
{
    // Measured on two trained networks with ReLU6: at most 0.08 and 0.44 with the right range, at least 0.26 and 0.78 with 0 to 255 for -1 to 1.
    private const double LeastAtCeiling = 0.2;
    private const double LeastAtBounds = 0.7;
    private const double MostAtBoundsOfFit = 0.55;
    private const double SmallerByFactor = 20;

    private readonly CnnModel _model;
    private readonly Layer _layer;
    private readonly float _ceiling;

    private CeilingGauge(CnnModel model, Layer layer, float ceiling)
    {
        _model = model;
        _layer = layer;
        _ceiling = ceiling;
    }

    /// <summary>The first activation of maps with a ceiling; null where there is none.</summary>
    public static CeilingGauge? In(CnnModel model) => (
        from layer in model.Layers
        where layer is { Operator: "Clip", OutputShape: [_, > 1, > 1, > 1] } && layer.Node.Input[0] != model.ImageInput.Name
        let ceiling = ActivationBounds.Of(layer).High
        where ceiling is not null
        select new CeilingGauge(model, layer, ceiling.Value)).FirstOrDefault();

    public void Report(IReadOnlyList<DiagnosedImage> images, DiagnosisReport report, CancellationToken cancellationToken)
    {
        (double ceiling, double bounds) = Median(images, image => image.Tensor, cancellationToken);
        string measured = string.Create(CultureInfo.InvariantCulture, $"{ceiling:P1} of the numbers of {_layer.Name} are at its ceiling of {_ceiling:0.###}, {bounds:P1} at one of its bounds ({Counted.Images(images.Count)})");
        if (!IsTooMuch(ceiling, bounds))
        {
            report.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"Range: {measured}; {LeastAtCeiling:P0} and {LeastAtBounds:P0} would be wrong."));
            return;
        }

        (RangeCandidate Candidate, double Ceiling, double Bounds)[] fitting =
        [
            .. from candidate in RangeCandidate.All
               where images.All(image => DeviationOf(candidate, image) <= image.Deviation / SmallerByFactor)
               let shares = Median(images, image => candidate.Apply(image, _model.Preprocessing.ChannelOrder), cancellationToken)
               where shares.Ceiling <= ceiling / 2 && shares.Bounds <= MostAtBoundsOfFit
               orderby shares.Bounds
               select (candidate, shares.Ceiling, shares.Bounds),
        ];
        if (fitting.Length == 0)
        {
            report.CannotTell(FindingKind.InputRange, $"{measured}, which is much; but no common range is clearly better.");
            return;
        }

        report.Findings.Add(new Finding(FindingKind.InputRange, FindingSeverity.Error)
        {
            Places = [new FindingPlace(_layer.Name, [])],
            Seen = string.Create(CultureInfo.InvariantCulture, $"{measured}. With {fitting[0].Candidate} it would be {fitting[0].Ceiling:P1} and {fitting[0].Bounds:P1}."),
            Meaning = $"The numbers that the model is fed, {RangeCheck.RangeOf(images)}, are too large: the activation can only say on or off.",
            Advice = RangeCheck.AdviceOf([.. fitting.Select(fit => fit.Candidate).OrderBy(candidate => RangeCandidate.All.ToList().IndexOf(candidate))]),
            Numbers = new Dictionary<string, double> { ["shareAtCeiling"] = ceiling, ["shareAtBounds"] = bounds },
        });
    }

    /// <summary>Whether a range would be too large.</summary>
    public bool Refuses(RangeCandidate candidate, IReadOnlyList<DiagnosedImage> images, CancellationToken cancellationToken)
    {
        (double ceiling, double bounds) = Median(images, image => candidate.Apply(image, _model.Preprocessing.ChannelOrder), cancellationToken);
        return IsTooMuch(ceiling, bounds);
    }

    private static bool IsTooMuch(double ceiling, double bounds) => ceiling >= LeastAtCeiling && bounds >= LeastAtBounds;

    private double DeviationOf(RangeCandidate candidate, DiagnosedImage image) =>
        TensorPrimitives.StdDev(candidate.Apply(image, _model.Preprocessing.ChannelOrder).Values);

    private (double Ceiling, double Bounds) Median(
        IReadOnlyList<DiagnosedImage> images, Func<DiagnosedImage, ImageTensor> tensor, CancellationToken cancellationToken)
    {
        (double Ceiling, double Bounds)[] shares = [.. images.Select(image => Shares(tensor(image), cancellationToken))];
        return (Statistics.Median(shares.Select(share => share.Ceiling)), Statistics.Median(shares.Select(share => share.Bounds)));
    }

    private (double Ceiling, double Bounds) Shares(ImageTensor image, CancellationToken cancellationToken)
    {
        float[] values = _model.Activations(image, [_layer.OutputTensor], cancellationToken)[0].Values;
        float floor = values.Min();
        double ceiling = values.Count(value => value >= _ceiling) / (double)values.Length;
        return (ceiling, ceiling + (values.Count(value => value == floor) / (double)values.Length));
    }
}

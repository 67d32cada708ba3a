using System.Globalization;
using System.Numerics.Tensors;
using CnnVis.Onnx;

namespace CnnVis.Features.Diagnoses;

/// <summary>
/// The first BatchNormalization holds how much each of its inputs varied in training. How much they vary now, as a multiple of that, is how much larger the
/// input is than in training.
/// </summary>
internal sealed class NormalizationGauge
{
    // Measured on three trained networks: 0.1 to 1.6 with the right range, from 8.4 on with one that is about a hundred times too large.
    private const double TooLarge = 8;
    private const double TooSmall = 1.0 / 30;
    private const double FarthestFit = 4;

    private readonly CnnModel _model;
    private readonly Layer _layer;
    private readonly float[] _variances;
    private readonly float _epsilon;

    private NormalizationGauge(CnnModel model, Layer layer, float[] variances)
    {
        _model = model;
        _layer = layer;
        _variances = variances;
        _epsilon = layer.Node.Float("epsilon", 1e-5f);
    }

    /// <summary>The first BatchNormalization of maps that keeps statistics of training; null where there is none.</summary>
    public static NormalizationGauge? In(CnnModel model)
    {
        foreach (Layer layer in model.Layers.Where(layer => layer is { Operator: "BatchNormalization", OutputShape: [_, _, > 1, > 1] }))
        {
            if (layer.Node.Int("training_mode", 0) == 0
                && model.ConstantFloats(layer.Node.Input[3]) is { } means
                && model.ConstantFloats(layer.Node.Input[4]) is { } variances
                && !IsUntrained(means, variances))
            {
                return new NormalizationGauge(model, layer, variances);
            }
        }

        return null;
    }

    public void Report(IReadOnlyList<DiagnosedImage> images, DiagnosisReport report, CancellationToken cancellationToken)
    {
        double given = Statistics.Median(images.Select(image => Multiple(image.Tensor, cancellationToken)));
        string measured = string.Create(
            CultureInfo.InvariantCulture,
            $"what {_layer.Name} (BatchNormalization) reads varies {given:0.###} times as much as in training (standard deviation, median of {_variances.Length} channels, {Counted.Images(images.Count)})");
        if (given is > TooSmall and < TooLarge)
        {
            report.Notes.Add($"Range: {measured}; above {TooLarge} or below 1/30 would be wrong.");
            return;
        }

        (RangeCandidate Candidate, double Multiple)[] fitting =
        [
            .. from candidate in RangeCandidate.All
               let multiple = Statistics.Median(images.Select(image => Multiple(candidate.Apply(image, _model.Preprocessing.ChannelOrder), cancellationToken)))
               where multiple is > 1 / FarthestFit and < FarthestFit
               orderby Math.Abs(Math.Log(multiple))
               select (candidate, multiple),
        ];
        if (fitting.Length == 0 && given < 1)
        {
            report.CannotTell(FindingKind.InputRange, $"{measured}, which is little; but no common range is better. The images may be unlike those that the model was trained with.");
            return;
        }

        string best = fitting.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $" With {fitting[0].Candidate} it would be {fitting[0].Multiple:0.00} times.")
            : "";
        report.Findings.Add(new Finding(FindingKind.InputRange, FindingSeverity.Error)
        {
            Places = [new FindingPlace(_layer.Name, [])],
            Seen = $"{char.ToUpperInvariant(measured[0])}{measured[1..]}.{best}",
            Meaning = $"The numbers that the model is fed, {RangeCheck.RangeOf(images)}, are too {(given > 1 ? "large" : "small")}: it was trained with another range.",
            Advice = RangeCheck.AdviceOf([.. fitting.Select(pair => pair.Candidate)]),
            Numbers = new Dictionary<string, double> { ["timesTrainingDeviation"] = given },
        });
    }

    // What a framework fills in before the first step of training.
    private static bool IsUntrained(float[] means, float[] variances) => means.All(mean => mean == 0) && variances.All(variance => variance == 1);

    /// <summary>The median, over channels, of the deviation over the cells in multiples of training's.</summary>
    private double Multiple(ImageTensor image, CancellationToken cancellationToken)
    {
        float[] values = _layer.Node.Input[0] == _model.ImageInput.Name
            ? image.Values.ToArray()
            : _model.Activations(image, [_layer.Node.Input[0]], cancellationToken)[0].Values;
        int cells = values.Length / _variances.Length;
        return Statistics.Median(_variances.Select((variance, channel) =>
        {
            ReadOnlySpan<float> map = values.AsSpan(channel * cells, cells);
            return TensorPrimitives.StdDev(map) / Math.Sqrt(variance + _epsilon);
        }));
    }
}

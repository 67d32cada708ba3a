using CnnVis.Features.Maps;
using CnnVis.Runtime;

namespace CnnVis.Features.Diagnoses;

/// <summary>What channels said over all images: nothing, always the most, or no number.</summary>
internal sealed class ActivationChecks
{
    // A channel of a few numbers is often constant by chance.
    private const int FewestNumbers = 49;
    private const int FewImages = 15;
    private const long MostBytesAtOnce = 256L << 20;

    private readonly CnnModel _model;
    private readonly ChannelWatch[] _watches;
    private readonly string[][] _parts;

    public ActivationChecks(CnnModel model)
    {
        _model = model;
        _watches = [.. Watched(model)];
        _parts = Parts(_watches);
    }

    public void Add(ImageTensor image, CancellationToken cancellationToken)
    {
        foreach (string[] tensors in _parts)
        {
            Dictionary<string, TensorBatch> values = tensors.Zip(_model.Activations(image, tensors, cancellationToken)).ToDictionary(pair => pair.First, pair => pair.Second);
            foreach (ChannelWatch watch in _watches.Where(watch => values.ContainsKey(watch.Last.OutputTensor)))
            {
                watch.Add(values[watch.Last.OutputTensor]);
            }
        }
    }

    public void Report(DiagnosisReport report, int images)
    {
        ReportNotFinite(report, images);
        ReportDead(report, images);
        ReportSaturated(report, images);
    }

    /// <summary>Convolutions with what follows them directly, and activations with bounds in the middle of the network.</summary>
    private static IEnumerable<ChannelWatch> Watched(CnnModel model)
    {
        Dictionary<string, Layer> layers = model.Layers.ToDictionary(layer => layer.OutputTensor);
        foreach (Layer layer in model.Layers)
        {
            bool isConvolution = Convolutions.Contain(layer);
            bool isBounded = ActivationBounds.Of(layer) is not { Low: null, High: null } && LeadsToWeights(layer);
            if (isConvolution || isBounded)
            {
                yield return new ChannelWatch(layer, isConvolution ? End(layer, layers) : layer, isConvolution);
            }
        }
    }

    private static Layer End(Layer layer, Dictionary<string, Layer> layers)
    {
        while (layer.Model.Graph.Consumers(layer.OutputTensor) is [var next] && NumberByNumber.Contains(next.OpType) && layers.TryGetValue(next.Output[0], out Layer? after))
        {
            layer = after;
        }

        return layer;
    }

    // At the end of a network, probabilities of 0 and 1 are what is wanted.
    private static bool LeadsToWeights(Layer layer) => layer.Model.Graph.Dependents([layer.OutputTensor]).Any(node => node.OpType is "Conv" or "ConvTranspose" or "FusedConv" or "Gemm" or "MatMul");

    private static string[][] Parts(ChannelWatch[] watches)
    {
        var parts = new List<List<string>>();
        long bytes = MostBytesAtOnce;
        foreach (Layer layer in watches.Select(watch => watch.Last).DistinctBy(layer => layer.OutputTensor))
        {
            long size = sizeof(float) * layer.OutputShape.Aggregate(1L, (product, length) => product * length);
            if (bytes + size > MostBytesAtOnce)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(layer.OutputTensor);
            bytes += size;
        }

        return [.. parts.Select(part => part.ToArray())];
    }

    private void ReportNotFinite(DiagnosisReport report, int images)
    {
        ChannelWatch[] wrong = [.. _watches.Where(watch => watch.NotFinite > 0)];
        if (wrong.Length > 0)
        {
            report.Findings.Add(new Finding(FindingKind.NotFinite, FindingSeverity.Error)
            {
                Places = [new FindingPlace(wrong[0].Last.Name, wrong[0].Where(statistics => statistics.NotFinite > 0))],
                Seen = $"{wrong[0].NotFinite} activations of {wrong[0].Last.Name} are NaN or infinite on {Counted.Images(images)}, the first of {Counted.Of(wrong.Length, "layer")} where that is so.",
                Meaning = "The numbers overflow, or something is divided by zero or not defined there; the answers are worth nothing.",
                Advice = "Look at this layer first: its weights, its input's range, and half precision, which ends at 65,504.",
                Numbers = new Dictionary<string, double> { ["activations"] = wrong[0].NotFinite, ["layers"] = wrong.Length },
            });
        }
    }

    private void ReportDead(DiagnosisReport report, int images)
    {
        ChannelWatch[] filters = [.. _watches.Where(watch => watch.IsConvolution && watch.NotFinite == 0)];
        int few = filters.Count(watch => watch.NumbersPerChannel < FewestNumbers);
        if (few > 0)
        {
            report.CannotTell(FindingKind.DeadFilters, $"the filters of {Counted.Of(few, "layer")} with few places: fewer than {FewestNumbers} numbers of each were seen.");
        }

        ILookup<string, int> certain = report.Findings.Where(finding => finding.Kind == FindingKind.DeadFilters)
            .SelectMany(finding => finding.Places)
            .SelectMany(place => place.Channels.Select(channel => (place.Layer, channel)))
            .ToLookup(pair => pair.Layer, pair => pair.channel);
        FindingPlace[] places =
        [
            .. from watch in filters
               where watch.NumbersPerChannel >= FewestNumbers
               let dead = watch.Where(statistics => statistics.IsDead).Except(certain[watch.First.Name]).ToArray()
               where dead.Length > 0
               select new FindingPlace(watch.First.Name, dead),
        ];
        if (places.Length > 0)
        {
            int count = places.Sum(place => place.Channels.Count);
            string caution = images >= FewImages ? "" : $" {(images == 1 ? "One image shows" : $"{images} images show")} little: others may wake them.";
            report.Findings.Add(new Finding(FindingKind.DeadFilters, FindingSeverity.Info)
            {
                Places = places,
                Seen = $"{Counted.Of(count, "filter")} of {Counted.Of(places.Length, "layer")} {(count == 1 ? "says" : "say")} the same in every place of {(images == 1 ? "this 1 image" : $"these {images} images")}.",
                Meaning = $"On these images they tell nothing; behind a ReLU, they are never switched on.{caution}",
                Advice = "Diagnose with more and more different images. What stays silent over hundreds can be pruned.",
                Numbers = new Dictionary<string, double> { ["filters"] = count },
            });
        }
    }

    private void ReportSaturated(DiagnosisReport report, int images)
    {
        (ChannelWatch Watch, int[] Channels)[] saturated =
        [
            .. from watch in _watches
               where !watch.IsConvolution && watch.NotFinite == 0 && watch.NumbersPerChannel >= FewestNumbers
               let channels = watch.Where(statistics => statistics.IsSaturated).ToArray()
               where channels.Length > 0
               select (watch, channels),
        ];
        if (saturated.Length > 0)
        {
            bool isWhole = saturated.Any(pair => 2 * pair.Channels.Length >= pair.Watch.Channels);
            int count = saturated.Sum(pair => pair.Channels.Length);
            report.Findings.Add(new Finding(FindingKind.SaturatedActivations, isWhole ? FindingSeverity.Warning : FindingSeverity.Info)
            {
                Places = [.. saturated.Select(pair => new FindingPlace(pair.Watch.Last.Name, pair.Channels))],
                Seen = FormattableString.Invariant($"{Counted.Of(count, "channel")} of {Counted.Of(saturated.Length, "layer")} {(count == 1 ? "is" : "are")} at a bound of the activation in at least {ActivationBounds.MostlySaturated:P0} of the places of {Counted.Images(images)}."),
                Meaning = "There they cannot say more or less, and pass on no gradient: they hardly learn, and gradient methods see nothing of them.",
                Advice = isWhole
                    ? "Check the range of the input first. Then: normalisation before the activation, smaller initial weights, another activation."
                    : "A few are common. If there are many, check the range of the input.",
                Numbers = new Dictionary<string, double> { ["channels"] = count },
            });
        }
    }
}

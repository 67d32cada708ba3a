using CnnVis.Onnx;

namespace CnnVis.Features.Diagnoses;

/// <summary>What the weights alone tell, whatever the images: numbers that are not finite, filters that cannot fire, filters that are copies.</summary>
internal static class WeightChecks
{
    private static readonly HashSet<string> WithWeights = new(StringComparer.Ordinal)
    {
        "Conv", "ConvTranspose", "FusedConv", "Gemm", "FusedGemm", "MatMul", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "PRelu",
    };

    public static void Report(CnnModel model, DiagnoseOptions options, DiagnosisReport report)
    {
        ReportNotFinite(model, report);
        Filters[] layers = [.. model.Layers.Select(Filters.OfOrNone).OfType<Filters>()];
        int unread = model.Layers.Count(Convolutions.Contain) - layers.Length;
        if (unread > 0)
        {
            report.CannotTell(FindingKind.DuplicateFilters, $"the weights of {Counted.Of(unread, "convolution")}: they are computed from the image, are not finite, or have other than two axes.");
        }

        ReportDead(layers, report);
        ReportDuplicates(layers, options, report);
    }

    private static void ReportNotFinite(CnnModel model, DiagnosisReport report)
    {
        (FindingPlace Place, int Count)[] wrong =
        [
            .. from layer in model.Layers
               where WithWeights.Contains(layer.Operator)
               let count = layer.Node.Input.Skip(1).Sum(input => model.Graph.Stored(input) is { } stored && IsFloat(stored)
                   ? TensorData.Floats(stored, model.Folder).Count(value => !float.IsFinite(value))
                   : 0)
               where count > 0
               select (new FindingPlace(layer.Name, []), count),
        ];
        if (wrong.Length > 0)
        {
            report.Findings.Add(new Finding(FindingKind.NotFinite, FindingSeverity.Error)
            {
                Places = [.. wrong.Select(pair => pair.Place)],
                Seen = $"{Counted.Of(wrong.Sum(pair => pair.Count), "weight")} of {Counted.Of(wrong.Length, "layer")} {(wrong.Sum(pair => pair.Count) == 1 ? "is" : "are")} NaN or infinite.",
                Meaning = "Whatever the image, what these layers compute is no number, and so is most of what follows. Training diverged, or the export or a conversion to half precision overflowed.",
                Advice = "Take an earlier checkpoint, train with a smaller learning rate or gradient clipping, or export in 32 bits.",
                Numbers = new Dictionary<string, double> { ["weights"] = wrong.Sum(pair => pair.Count) },
            });
        }
    }

    private static void ReportDead(Filters[] layers, DiagnosisReport report)
    {
        FindingPlace[] places = [.. layers.Select(layer => new FindingPlace(layer.Layer.Name, layer.Dead)).Where(place => place.Channels.Count > 0)];
        if (places.Length > 0)
        {
            int count = places.Sum(place => place.Channels.Count);
            report.Findings.Add(new Finding(FindingKind.DeadFilters, FindingSeverity.Warning)
            {
                Places = places,
                Seen = $"{Counted.Of(count, "filter")} of {Counted.Of(places.Length, "layer")} {(count == 1 ? "says" : "say")} the same for every image, as the weights alone show: all are zero, or no input lifts the sum above where the activation begins.",
                Meaning = "They take time and memory and tell nothing. Training killed them: a learning rate too high for ReLU, or strong weight decay on channels that were not needed.",
                Advice = "Prune them: what follows can take their constant into its biases. If there are many, train again with a smaller learning rate, or with LeakyReLU.",
                Numbers = new Dictionary<string, double> { ["filters"] = count },
            });
        }
    }

    private static void ReportDuplicates(Filters[] layers, DiagnoseOptions options, DiagnosisReport report)
    {
        FindingPlace[] places =
        [
            .. from layer in layers
               from copies in DuplicateSearch.In(layer, options.DuplicateTolerance)
               select new FindingPlace(layer.Layer.Name, copies),
        ];
        if (places.Length > 0)
        {
            int spare = places.Sum(place => place.Channels.Count - 1);
            report.Findings.Add(new Finding(FindingKind.DuplicateFilters, FindingSeverity.Warning)
            {
                Places = places,
                Seen = FormattableString.Invariant($"{Counted.Of(spare, "filter")} {(spare == 1 ? "computes" : "compute")} what another one of the same layer computes, up to a positive factor (weights and bias, tolerance {options.DuplicateTolerance})."),
                Meaning = "They take time and memory and tell nothing new. They began alike and were never driven apart, or the layer is wider than the task needs.",
                Advice = "Prune them: add their weights in the next layer to those of the one that stays. If there are many, look at how the layer is initialised.",
                Numbers = new Dictionary<string, double> { ["filters"] = spare },
            });
        }
    }

    private static bool IsFloat(TensorProto tensor) => (TensorProto.Types.DataType)tensor.DataType
        is TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Bfloat16;
}

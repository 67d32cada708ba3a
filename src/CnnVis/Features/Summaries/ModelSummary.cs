using CnnVis.Features.Summaries;

namespace CnnVis;

/// <summary>A network layer by layer: shapes, parameters, work, views, memory.</summary>
public sealed class ModelSummary
{
    internal ModelSummary(string model, IReadOnlyList<LayerSummary> layers, long peakBytes, IReadOnlyList<string> notes)
    {
        Model = model;
        Layers = layers;
        PeakBytes = peakBytes;
        Notes = notes;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>The layers, in the order in which they are computed.</summary>
    public IReadOnlyList<LayerSummary> Layers { get; }

    /// <summary>All parameters; weights that several layers share count for each of them.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>All multiply-adds for one image, as far as they are known. Papers often call them FLOPs; counted singly, there are twice as many.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds ?? 0);

    /// <summary>The most bytes that the outputs for one image hold at one moment, where each is freed after its last reader.</summary>
    public long PeakBytes { get; }

    /// <summary>What could not be counted, in words.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The summary as a table, a line for each layer and the totals below.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => SummaryText.Of(this);
}

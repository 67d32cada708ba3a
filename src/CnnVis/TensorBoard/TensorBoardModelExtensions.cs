using CnnVis.TensorBoard;

namespace CnnVis;

/// <summary>Adds what is known of a model's layers to TensorBoard's pages.</summary>
public static class TensorBoardModelExtensions
{
    /// <summary>
    /// Adds histograms of everything that was learned: <c>weight/LAYER</c>, <c>bias/LAYER</c>, for normalisations <c>scale</c>, <c>mean</c> and
    /// <c>variance</c>, and <c>constant</c> for what other operators read. It costs no forward pass.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="model">The model.</param>
    /// <param name="step">The place among the histograms of a name, where files of a training are compared. <value>The default is 0.</value></param>
    /// <returns>What was left out because it holds NaN or infinities, in words.</returns>
    public static IReadOnlyList<string> AddWeights(this TensorBoardWriter writer, CnnModel model, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(model);
        var weights = new LayerWeights(model);
        HashSet<string> ambiguous = [.. model.Layers.GroupBy(layer => layer.Name).Where(same => same.Count() > 1).Select(same => same.Key)];
        var notes = new List<string>();
        foreach (Layer layer in model.Layers)
        {
            string name = ambiguous.Contains(layer.Name) ? layer.OutputTensor : layer.Name;
            foreach ((string role, float[] values) in weights.Of(layer))
            {
                if (Array.TrueForAll(values, float.IsFinite))
                {
                    writer.AddHistogram($"{role}/{name.Trim('/')}", values, step);
                }
                else
                {
                    notes.Add($"The {role} of {name} has no histogram: of its {values.Length} numbers, {values.Count(value => !float.IsFinite(value))} are NaN or infinite.");
                }
            }
        }

        return notes;
    }

    /// <summary>
    /// Adds a summary: its table to the Text page as <c>summary</c>, and to the Scalars page three curves over the depth of the network, a step for each
    /// layer: <c>layers/parameters</c>, <c>layers/multiply-adds</c>, as far as they are known, and <c>layers/output bytes</c>.
    /// </summary>
    /// <param name="writer">The writer.</param>
    /// <param name="summary">The summary.</param>
    public static void AddSummary(this TensorBoardWriter writer, ModelSummary summary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        // Indented lines are code in Markdown, whose letters are all as wide.
        writer.AddText("summary", string.Concat(summary.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => $"    {line}\n")));
        for (int layer = 0; layer < summary.Layers.Count; layer++)
        {
            LayerSummary one = summary.Layers[layer];
            writer.AddScalar("layers/parameters", one.Parameters, layer);
            writer.AddScalar("layers/output bytes", one.OutputBytes, layer);
            if (one.MultiplyAdds is { } multiplyAdds)
            {
                writer.AddScalar("layers/multiply-adds", multiplyAdds, layer);
            }
        }
    }

    /// <summary>Adds a histogram of all numbers that a layer makes of an image.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="maps">What the layer makes of it.</param>
    /// <param name="tag">The histogram's name. <value>The default is activations/LAYER.</value></param>
    /// <param name="step">The place among the histograms of this name, for example the image's number. <value>The default is 0.</value></param>
    /// <exception cref="ArgumentException">A number is NaN or infinite.</exception>
    public static void AddActivations(this TensorBoardWriter writer, FeatureMaps maps, string? tag = null, long step = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(maps);
        int places = maps.Height * maps.Width;
        float[] values = new float[maps.Channels * places];
        for (int channel = 0; channel < maps.Channels; channel++)
        {
            maps[channel].Values.CopyTo(values.AsSpan(channel * places));
        }

        writer.AddHistogram(tag ?? $"activations/{maps.Layer.Trim('/')}", values, step);
    }
}

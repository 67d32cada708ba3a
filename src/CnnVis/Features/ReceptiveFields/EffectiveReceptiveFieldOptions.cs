using CnnVis.Models;

namespace CnnVis;

/// <summary>Options of <see cref="ReceptiveFieldExtensions.EffectiveReceptiveField(Layer, IEnumerable{RgbImage}, EffectiveReceptiveFieldOptions, IProgress{ExplanationProgress}, CancellationToken)"/>.</summary>
public sealed record EffectiveReceptiveFieldOptions
{
    /// <summary>The cell's row. <value>The default is the middle.</value></summary>
    public int? Row { get; init; }

    /// <summary>The cell's column. <value>The default is the middle.</value></summary>
    public int? Column { get; init; }

    /// <summary>The channel. <value>The default is the sum of all, as in the paper.</value></summary>
    public int? Channel { get; init; }

    internal void Validate(Layer layer, FeatureGrid grid)
    {
        if (Row < 0 || Row >= grid.Height || Column < 0 || Column >= grid.Width || Channel < 0 || Channel >= grid.Channels)
        {
            throw new ArgumentException(
                $"The layer {layer} has no cell {Row},{Column} of channel {Channel}: it has {grid.Channels} channels of {grid.Height}x{grid.Width} cells, counted from 0.");
        }
    }
}

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
        Refuse(nameof(Row), Row, grid.Height);
        Refuse(nameof(Column), Column, grid.Width);
        Refuse(nameof(Channel), Channel, grid.Channels);

        void Refuse(string name, int? value, int count)
        {
            if (value < 0 || value >= count)
            {
                throw new ArgumentException(
                    $"{name} is {value}, but the layer {layer} has {grid.Channels} channels of {grid.Height}x{grid.Width} cells, counted from 0.");
            }
        }
    }
}

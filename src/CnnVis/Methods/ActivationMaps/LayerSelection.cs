using System.Diagnostics.CodeAnalysis;
using CnnVis.Models;

namespace CnnVis;

/// <summary>Layers to look at, by name: what <see cref="LayerCollection"/> finds. As text, names separated by commas.</summary>
public sealed class LayerSelection : IParsable<LayerSelection>
{
    private readonly LayerSelector[] _layers;

    private LayerSelection(LayerSelector[] layers)
    {
        _layers = layers.Length > 0 ? layers : throw new ArgumentException("Name at least one layer.");
        Names = [.. layers.Select(layer => layer.ToString())];
    }

    /// <summary>The names as they were given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A layer by its name, the name of its output tensor, or a part of either that no other layer has.</summary>
    /// <param name="name">The name; several are separated by commas.</param>
    public static implicit operator LayerSelection(string name) => FromString(name);

    /// <summary>Several layers by their names.</summary>
    /// <param name="names">The names.</param>
    public static implicit operator LayerSelection(string[] names) => FromStringArray(names);

    /// <summary>A layer.</summary>
    /// <param name="layer">The layer.</param>
    public static implicit operator LayerSelection(Layer layer) => FromLayer(layer);

    /// <summary>Several layers.</summary>
    /// <param name="layers">The layers.</param>
    public static implicit operator LayerSelection(Layer[] layers) => FromLayerArray(layers);

    /// <summary>A layer by its name, the name of its output tensor, or a part of either that no other layer has.</summary>
    /// <param name="name">The name; several are separated by commas.</param>
    /// <returns>The selection.</returns>
    public static LayerSelection FromString(string name) => Parse(name, null);

    /// <summary>Several layers by their names.</summary>
    /// <param name="names">The names.</param>
    /// <returns>The selection.</returns>
    public static LayerSelection FromStringArray(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new LayerSelection([.. names.Select(LayerSelector.FromString)]);
    }

    /// <summary>A layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The selection.</returns>
    public static LayerSelection FromLayer(Layer layer) => FromLayerArray([layer]);

    /// <summary>Several layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <returns>The selection.</returns>
    public static LayerSelection FromLayerArray(Layer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return new LayerSelection([.. layers.Select(LayerSelector.FromLayer)]);
    }

    /// <inheritdoc/>
    public static LayerSelection Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return FromStringArray(s.Split(',', StringSplitOptions.TrimEntries));
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out LayerSelection result)
    {
        bool isList = s is not null && s.Split(',').All(name => !string.IsNullOrWhiteSpace(name));
        result = isList ? Parse(s!, provider) : null;
        return isList;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(",", Names);

    /// <summary>The layers in a model, each once.</summary>
    /// <exception cref="ArgumentException">A name names none, or several; or a layer belongs to another model.</exception>
    internal IReadOnlyList<FeatureLayer> In(CnnModel model) =>
    [
        .. _layers.Select(layer => layer.Resolve(model))
            .DistinctBy(layer => layer.OutputTensor)
            .Select(layer => new FeatureLayer(layer, Reason: null)),
    ];
}

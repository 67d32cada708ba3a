namespace CnnVis;

/// <summary>A layer itself or its name.</summary>
public readonly record struct LayerSelector
{
    private readonly Layer? _layer;
    private readonly string? _name;

    /// <summary>Selects a layer of <see cref="CnnModel.Layers"/>.</summary>
    /// <param name="layer">The layer.</param>
    public LayerSelector(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
    }

    /// <summary>Selects a layer by its name, matched as <see cref="LayerCollection"/> does.</summary>
    /// <param name="name">The name, or a part of it that no other layer has.</param>
    public LayerSelector(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
    }

    /// <summary>A layer itself.</summary>
    /// <param name="layer">The layer.</param>
    public static implicit operator LayerSelector(Layer layer) => FromLayer(layer);

    /// <summary>A layer by its name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator LayerSelector(string name) => FromString(name);

    /// <summary>A layer itself.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The selector.</returns>
    public static LayerSelector FromLayer(Layer layer) => new(layer);

    /// <summary>A layer by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The selector.</returns>
    public static LayerSelector FromString(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => _layer?.Name ?? _name ?? "";

    internal Layer Resolve(CnnModel model)
    {
        if (_layer is { } layer)
        {
            return layer.Model == model
                ? layer
                : throw new ArgumentException($"The layer '{layer.Name}' belongs to another model, {layer.Model.Name}.");
        }

        return _name is { } name ? model.Layers[name] : throw new ArgumentException("No layer was given.");
    }
}

using System.Collections;

namespace CnnVis;

/// <summary>The layers of a model, in the order in which they are computed.</summary>
public sealed class LayerCollection : IReadOnlyList<Layer>
{
    private readonly Layer[] _layers;

    internal LayerCollection(IEnumerable<Layer> layers) => _layers = [.. layers];

    /// <summary>How many layers there are.</summary>
    public int Count => _layers.Length;

    /// <summary>A layer by its position.</summary>
    /// <param name="index">The position.</param>
    public Layer this[int index] => _layers[index];

    /// <summary>A layer by its name, the name of its output tensor, or a part of either that no other layer has.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No layer or more than one has this name; the message lists what is near.</exception>
    public Layer this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
            return OneOf(name, layer => layer.Name == name)
                ?? OneOf(name, layer => layer.OutputTensor == name)
                ?? OneOf(name, layer => layer.Name.Contains(name, StringComparison.OrdinalIgnoreCase)
                    || layer.OutputTensor.Contains(name, StringComparison.OrdinalIgnoreCase))
                ?? throw new ArgumentException(
                    $"The model has no layer '{name}'.{Models.NearNames.Sentence(name, _layers.Select(layer => layer.Name))} "
                    + "'cnnvis describe' and CnnModel.Layers list them all.",
                    nameof(name));
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)_layers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Layer? OneOf(string name, Func<Layer, bool> matches)
    {
        Layer[] found = [.. _layers.Where(matches)];
        return found.Length switch
        {
            0 => null,
            1 => found[0],
            _ => throw new ArgumentException(
                $"'{name}' names {found.Length} layers: {string.Join("; ", found.Take(8).Select(layer => layer.Name))}"
                + $"{(found.Length > 8 ? "; ..." : "")}. Give a whole name."),
        };
    }
}

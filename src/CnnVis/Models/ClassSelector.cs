using System.Globalization;

namespace CnnVis;

/// <summary>A class by its index or by its name.</summary>
public readonly record struct ClassSelector
{
    private readonly int _index;
    private readonly string? _name;

    /// <summary>Selects a class by its index.</summary>
    /// <param name="index">The index, from 0.</param>
    public ClassSelector(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        _index = index;
    }

    /// <summary>Selects a class by its name, matched as <see cref="Labels.Find"/> does.</summary>
    /// <param name="name">The name.</param>
    public ClassSelector(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _name = name;
    }

    /// <summary>A class by its index.</summary>
    /// <param name="index">The index, from 0.</param>
    public static implicit operator ClassSelector(int index) => FromInt32(index);

    /// <summary>A class by its name.</summary>
    /// <param name="name">The name.</param>
    public static implicit operator ClassSelector(string name) => FromString(name);

    /// <summary>A class by its index.</summary>
    /// <param name="index">The index, from 0.</param>
    /// <returns>The selector.</returns>
    public static ClassSelector FromInt32(int index) => new(index);

    /// <summary>A class by its name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The selector.</returns>
    public static ClassSelector FromString(string name) => new(name);

    /// <inheritdoc/>
    public override string ToString() => _name ?? _index.ToString(CultureInfo.InvariantCulture);

    internal int Resolve(Labels? labels, int classCount)
    {
        if (_name is { } name)
        {
            return labels is not null
                ? labels.Find(name)
                : throw new ArgumentException($"The class '{name}' is given by name, but the model has no labels. Give labels, or the class's index.");
        }

        return _index < classCount
            ? _index
            : throw new ArgumentException($"There is no class {_index}: the model has {classCount} classes, 0 to {classCount - 1}.");
    }
}

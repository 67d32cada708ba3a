namespace CnnVis;

/// <summary>One part of a network's outline.</summary>
public sealed class OutlinePart
{
    /// <summary>In <see cref="Sources"/>: what the repetition around this part reads.</summary>
    public const int Entry = -1;

    internal OutlinePart()
    {
    }

    /// <summary>What it stands for.</summary>
    public required OutlinePartKind Kind { get; init; }

    /// <summary>What it does, such as "Conv 3×3, stride 2"; an input's or output's name.</summary>
    public required string Title { get; init; }

    /// <summary>What follows at once, such as BatchNormalization and Relu.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>The layers that it stands for, those of all repetitions.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>The shape of what it hands on for one image, batch included; of the first repetition where it is inside one. Empty where it is not known.</summary>
    public required IReadOnlyList<int> OutputShape { get; init; }

    /// <summary>The same of the last repetition: in dense blocks the channels grow.</summary>
    public required IReadOnlyList<int> LastOutputShape { get; init; }

    /// <summary>The parts that it reads, by their place in the same list, or <see cref="Entry"/>.</summary>
    public required IReadOnlyList<int> Sources { get; init; }

    /// <summary>How often it is there in a row; 1 for all but <see cref="OutlinePartKind.Repeated"/>.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>One of the repetitions; empty for other kinds.</summary>
    public IReadOnlyList<OutlinePart> Parts { get; init; } = [];

    /// <summary>Which of <see cref="Parts"/> hands on what the repetition computed.</summary>
    public int Exit { get; init; }

    /// <summary>Whether each repetition reads all before it, and what follows reads them all, as in dense blocks; else each reads the one before.</summary>
    public bool IsDense { get; init; }

    /// <summary>The shape of what it hands on, without a batch of one, such as "64×56×56", or "64…224×56×56" where it grows with each repetition.</summary>
    public string Shape
    {
        get
        {
            IEnumerable<string> sizes = OutputShape.Zip(LastOutputShape, (first, last) => first == last ? $"{first}" : $"{first}…{last}");
            return string.Join('×', OutputShape is [1, _, ..] ? sizes.Skip(1) : sizes);
        }
    }

    internal OutlinePart WithSources(IReadOnlyList<int> sources, IReadOnlyList<int>? lastOutputShape = null) => new()
    {
        Kind = Kind,
        Title = Title,
        Details = Details,
        Layers = Layers,
        OutputShape = OutputShape,
        LastOutputShape = lastOutputShape ?? LastOutputShape,
        Sources = sources,
        Repeats = Repeats,
        Parts = Parts,
        Exit = Exit,
        IsDense = IsDense,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Title}{(Details.Count > 0 ? $" · {string.Join(" · ", Details)}" : "")}{(Repeats > 1 ? $" ×{Repeats}" : "")}";
}

namespace CnnVis.Models;

/// <summary>How the cells of a node's output read those of its input, along one axis.</summary>
internal abstract record AxisStep
{
    public static AxisStep Same { get; } = new SlicedStep(First: 0, Step: 1);

    /// <summary>What the output's cells see of the image, if the input's cells see what is given.</summary>
    public abstract FieldAxis Of(FieldAxis given);

    /// <summary>The cells that one cell of the output reads, of an input that has so many; padding is left out.</summary>
    public abstract IEnumerable<int> Reads(int cell, int length);
}

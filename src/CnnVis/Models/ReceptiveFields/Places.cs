namespace CnnVis.Models;

/// <summary>What is known about where a tensor's elements lie on the image.</summary>
internal abstract record Places
{
    /// <summary>The same for all places, or not from the image.</summary>
    public static Places None { get; } = new Nowhere();

    /// <summary>Some operator hides it.</summary>
    public static Places Unknown { get; } = new Hidden();

    /// <summary>Two axes of the tensor run over the image's rows and columns.</summary>
    internal sealed record Map(int RowAxis, int ColumnAxis, FieldAxis Rows, FieldAxis Columns) : Places;

    private sealed record Nowhere : Places;

    private sealed record Hidden : Places;
}

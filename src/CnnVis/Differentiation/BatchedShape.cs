namespace CnnVis.Differentiation;

/// <summary>A tensor's shape for one image, and which axis grows with the number of images.</summary>
/// <param name="Sizes">The sizes of the axes for one image.</param>
/// <param name="BatchAxis">The axis that is N times as long for N images; null where none is.</param>
internal sealed record BatchedShape(IReadOnlyList<int> Sizes, int? BatchAxis)
{
    public int Rank => Sizes.Count;

    public int this[int axis] => Sizes[axis];

    public long ElementCount => Sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>The sizes behind images and channels.</summary>
    public long[] SpatialSizes => [.. Sizes.Skip(2).Select(size => (long)size)];

    /// <summary>The shape as Reshape takes it: -1 stands for the axis of the images.</summary>
    public long[] ForReshape() => [.. Sizes.Select((size, axis) => axis == BatchAxis ? -1L : size)];

    /// <summary>The shape as Expand takes it, for something that has the axis of the images already: 1 leaves it as it is.</summary>
    public long[] ForExpand() => [.. Sizes.Select((size, axis) => axis == BatchAxis ? 1L : size)];

    /// <summary>A negative axis counts from the end.</summary>
    public int Axis(long axis) => (int)(axis < 0 ? axis + Rank : axis);

    public bool SameAs(BatchedShape other) => BatchAxis == other.BatchAxis && Sizes.SequenceEqual(other.Sizes);

    public override string ToString() =>
        $"[{string.Join(',', Sizes.Select((size, axis) => axis != BatchAxis ? $"{size}" : size == 1 ? "N" : $"{size}N"))}]";

    /// <summary>Compares what a tensor measured with one image and with two; null where it does not grow as a batch does.</summary>
    public static BatchedShape? Between(int[] one, int[] two)
    {
        int[] grown = [.. Enumerable.Range(0, one.Length).Where(axis => axis >= two.Length || two[axis] != one[axis])];
        return one.Length != two.Length || grown.Length > 1 || grown.Any(axis => two[axis] != 2 * one[axis])
            ? null
            : new BatchedShape(one, grown.Length == 0 ? null : grown[0]);
    }
}

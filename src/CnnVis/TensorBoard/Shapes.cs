namespace CnnVis.TensorBoard;

/// <summary>Shapes of tensors.</summary>
internal static class Shapes
{
    private const long UnknownSize = -1;

    public static TensorShapeProto Unknown { get; } = new() { UnknownRank = true };

    public static TensorShapeProto Of(params IEnumerable<long> sizes)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
        return shape;
    }

    public static TensorShapeProto Of(int[] sizes) => Of(sizes.Select(size => (long)size));

    /// <summary>A shape with sizes that the file leaves free.</summary>
    public static TensorShapeProto Of(IEnumerable<int?> sizes) => Of(sizes.Select(size => size ?? UnknownSize));
}

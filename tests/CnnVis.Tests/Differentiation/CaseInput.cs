using CnnVis.Onnx;

namespace CnnVis.Tests.Differentiation;

/// <summary>One input of a row: cut out of the image, stored in the model, or left out.</summary>
/// <param name="Shape">Its shape for one image.</param>
/// <param name="Stored">Its numbers; null where it comes from the image.</param>
/// <param name="IsBatched">Whether its first axis counts images.</param>
internal sealed record CaseInput(int[] Shape, TensorProto? Stored, bool IsBatched)
{
    public bool IsWanted => Stored is null && !IsAbsent;

    public bool IsAbsent { get; init; }

    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    public override string ToString() => IsAbsent ? "-" : $"{Kind()}[{string.Join(',', Shape)}]{Numbers()}";

    private string Kind() => Stored is not null ? (Stored.DataType == (int)TensorProto.Types.DataType.Float ? "w" : "c") : IsBatched ? "x" : "x1";

    private string Numbers() => Stored is not null && Count <= 8 ? $"({string.Join(',', TensorData.Floats(Stored, null))})" : "";
}

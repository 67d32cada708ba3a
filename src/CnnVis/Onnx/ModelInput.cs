using CnnVis.Onnx;

namespace CnnVis;

/// <summary>An input of a model as its file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its dimensions; null where the file leaves a dimension free.</param>
public sealed record ModelInput(string Name, ElementType ElementType, IReadOnlyList<int?> Shape)
{
    internal static ModelInput From(ValueInfoProto declared)
    {
        TypeProto.Types.Tensor? tensor = declared.Type?.TensorType;
        return new ModelInput(
            declared.Name,
            ElementTypeOf(tensor?.ElemType ?? 0),
            tensor?.Shape is { } shape ? [.. shape.Dim.Select(SizeOf)] : []);
    }

    internal string ShapeText() => $"[{string.Join(',', Shape.Select(size => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"))}]";

    private static int? SizeOf(TensorShapeProto.Types.Dimension dimension) =>
        dimension.HasDimValue && dimension.DimValue is > 0 and <= int.MaxValue ? (int)dimension.DimValue : null;

    private static ElementType ElementTypeOf(int onnxType) => (TensorProto.Types.DataType)onnxType switch
    {
        TensorProto.Types.DataType.Float => ElementType.Float32,
        TensorProto.Types.DataType.Float16 => ElementType.Float16,
        TensorProto.Types.DataType.Double => ElementType.Float64,
        TensorProto.Types.DataType.Uint8 => ElementType.UInt8,
        TensorProto.Types.DataType.Int32 => ElementType.Int32,
        TensorProto.Types.DataType.Int64 => ElementType.Int64,
        TensorProto.Types.DataType.Bool => ElementType.Boolean,
        _ => ElementType.Other,
    };
}

using System.Globalization;
using CnnVis.Onnx;
using Google.Protobuf;
using StoredTensor = CnnVis.Onnx.TensorProto;

namespace CnnVis.TensorBoard;

/// <summary>Attributes as TensorBoard's panel of a node lists them.</summary>
internal static class AttributeValues
{
    private const int MostShownNumbers = 8;

    public static AttrValue? Of(AttributeProto attribute) => attribute switch
    {
        { HasI: true } => new AttrValue { I = attribute.I },
        { HasF: true } => new AttrValue { F = attribute.F },
        { HasS: true } => new AttrValue { S = attribute.S },
        { Ints.Count: > 0 } => List(list => list.I.Add(attribute.Ints)),
        { Floats.Count: > 0 } => List(list => list.F.Add(attribute.Floats)),
        { Strings.Count: > 0 } => List(list => list.S.Add(attribute.Strings)),
        { T: { } tensor } => new AttrValue { Shape = Shapes.Of(tensor.Dims) },
        { G: { } body } => Text(string.Create(CultureInfo.InvariantCulture, $"a graph of {body.Node.Count} nodes")),
        _ => null,
    };

    public static AttrValue? TypeOf(int onnxType) => DataTypeOf((StoredTensor.Types.DataType)onnxType) is { } type ? new AttrValue { Type = type } : null;

    public static AttrValue Shape(TensorShapeProto shape) => new() { Shape = shape };

    public static AttrValue ShapeList(IEnumerable<TensorShapeProto> shapes) => List(list => list.Shape.Add(shapes));

    public static AttrValue Text(string text) => new() { S = ByteString.CopyFromUtf8(text) };

    /// <summary>The numbers of a small tensor; null for a large one, and for one that holds none.</summary>
    public static AttrValue? NumbersOf(StoredTensor tensor, string? folder)
    {
        if (TensorSize.ElementCount(tensor) > MostShownNumbers)
        {
            return null;
        }

        return (StoredTensor.Types.DataType)tensor.DataType switch
        {
            StoredTensor.Types.DataType.Float or StoredTensor.Types.DataType.Double or StoredTensor.Types.DataType.Float16 or StoredTensor.Types.DataType.Bfloat16 =>
                List(list => list.F.Add(TensorData.Floats(tensor, folder))),
            StoredTensor.Types.DataType.Int64 or StoredTensor.Types.DataType.Int32 or StoredTensor.Types.DataType.Int16 or StoredTensor.Types.DataType.Int8
                or StoredTensor.Types.DataType.Uint64 or StoredTensor.Types.DataType.Uint32 or StoredTensor.Types.DataType.Uint16 or StoredTensor.Types.DataType.Uint8
                or StoredTensor.Types.DataType.Bool => List(list => list.I.Add(TensorData.Integers(tensor, folder))),
            _ => null,
        };
    }

    private static AttrValue List(Action<AttrValue.Types.ListValue> fill)
    {
        var list = new AttrValue.Types.ListValue();
        fill(list);
        return new AttrValue { List = list };
    }

    private static DataType? DataTypeOf(StoredTensor.Types.DataType type) => type switch
    {
        StoredTensor.Types.DataType.Float => DataType.DtFloat,
        StoredTensor.Types.DataType.Uint8 => DataType.DtUint8,
        StoredTensor.Types.DataType.Int8 => DataType.DtInt8,
        StoredTensor.Types.DataType.Uint16 => DataType.DtUint16,
        StoredTensor.Types.DataType.Int16 => DataType.DtInt16,
        StoredTensor.Types.DataType.Int32 => DataType.DtInt32,
        StoredTensor.Types.DataType.Int64 => DataType.DtInt64,
        StoredTensor.Types.DataType.String => DataType.DtString,
        StoredTensor.Types.DataType.Bool => DataType.DtBool,
        StoredTensor.Types.DataType.Float16 => DataType.DtHalf,
        StoredTensor.Types.DataType.Double => DataType.DtDouble,
        StoredTensor.Types.DataType.Uint32 => DataType.DtUint32,
        StoredTensor.Types.DataType.Uint64 => DataType.DtUint64,
        StoredTensor.Types.DataType.Bfloat16 => DataType.DtBfloat16,
        _ => null,
    };
}

using CnnVis.Onnx;
using CnnVis.Tests.Support;
using Google.Protobuf;
using AttributeType = CnnVis.Onnx.AttributeProto.Types.AttributeType;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Differentiation;

/// <summary>The words of which the tables of rows consist.</summary>
internal static class CaseParts
{
    public static CaseInput Absent { get; } = new([], null, false) { IsAbsent = true };

    /// <summary>Linear in all wanted inputs taken together: any step gives the exact derivative.</summary>
    public static GradientCase Linear(string type, int opset, CaseInput[] inputs, params AttributeProto[] attributes) =>
        new(type, opset, CaseStep.One, inputs, attributes);

    /// <summary>Linear in pieces: the numbers lie further from each other and from kinks than the step.</summary>
    public static GradientCase Kinked(string type, int opset, CaseInput[] inputs, params AttributeProto[] attributes) =>
        new(type, opset, CaseStep.BetweenKinks, inputs, attributes) { Values = CaseValues.Distinct };

    public static GradientCase Smooth(string type, int opset, CaseInput[] inputs, params AttributeProto[] attributes) =>
        new(type, opset, CaseStep.Small, inputs, attributes);

    /// <summary>A part of the image; its first axis counts images where it is 1.</summary>
    public static CaseInput X(params int[] shape) => new(shape, null, shape.Length > 0 && shape[0] == 1);

    /// <summary>A part of the image without an axis that counts images; the model takes one image.</summary>
    public static CaseInput XOfOneImage(params int[] shape) => new(shape, null, false);

    public static CaseInput Weights(params int[] shape) =>
        Floats(Numbers.Seeded(shape.Aggregate(1, (product, size) => product * size), 7), shape);

    public static CaseInput PositiveWeights(params int[] shape) =>
        Floats([.. Numbers.Seeded(shape.Aggregate(1, (product, size) => product * size), 8).Select(value => 1.2f + (0.8f * value))], shape);

    public static CaseInput Floats(float[] values, params int[] shape) => Stored(TensorData.Of("", values, Longs(shape)), shape);

    public static CaseInput Scalar(float value) => Floats([value]);

    public static CaseInput List(params long[] values) => Integers(values, values.Length);

    public static CaseInput FloatList(params float[] values) => Floats(values, values.Length);

    public static CaseInput Integers(long[] values, params int[] shape) => Stored(TensorData.Of("", values, Longs(shape)), shape);

    public static CaseInput Integers32(int[] values, params int[] shape) =>
        Stored(new TensorProto { DataType = (int)DataType.Int32, Int32Data = { values } }, shape);

    public static CaseInput Bools(bool[] values, params int[] shape) => Stored(TensorData.Of("", values, Longs(shape)), shape);

    public static CaseInput Bytes(byte[] values, params int[] shape) =>
        Stored(new TensorProto { DataType = (int)DataType.Uint8, RawData = ByteString.CopyFrom(values) }, shape);

    public static CaseInput SignedBytes(sbyte[] values, params int[] shape) =>
        Stored(
            new TensorProto { DataType = (int)DataType.Int8, RawData = ByteString.CopyFrom(Array.ConvertAll(values, value => (byte)value)) },
            shape);

    public static AttributeProto Int(string name, long value) => GraphEdits.IntAttribute(name, value);

    public static AttributeProto Ints(string name, params long[] values) => GraphEdits.IntsAttribute(name, values);

    public static AttributeProto Real(string name, float value) => new() { Name = name, F = value, Type = AttributeType.Float };

    public static AttributeProto Reals(string name, params float[] values) =>
        new() { Name = name, Floats = { values }, Type = AttributeType.Floats };

    public static AttributeProto Text(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeType.String };

    public static AttributeProto Body(string name, GraphProto body) => new() { Name = name, G = body, Type = AttributeType.Graph };

    public static NodeProto Node(string type, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{outputs[0]}" };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes);
        return node;
    }

    /// <summary>The body of a loop or of a branch; its input <c>i</c> is a counter and <c>go</c> a condition.</summary>
    public static GraphProto Graph(string[] inputs, NodeProto[] nodes, string output, params TensorProto[] stored) =>
        Graph(inputs, nodes, [output], stored);

    public static GraphProto Graph(string[] inputs, NodeProto[] nodes, string[] outputs, params TensorProto[] stored)
    {
        var graph = new GraphProto { Name = "body" };
        graph.Input.Add(inputs.Select(DeclareInput));
        graph.Node.Add(nodes);
        graph.Output.Add(outputs.Select(name => new ValueInfoProto { Name = name }));
        graph.Initializer.Add(stored);
        return graph;
    }

    private static CaseInput Stored(TensorProto tensor, int[] shape)
    {
        tensor.Dims.Clear();
        tensor.Dims.Add(Longs(shape));
        return new CaseInput(shape, tensor, false);
    }

    // ONNX Runtime must know that a loop's counter and condition are scalars.
    private static ValueInfoProto DeclareInput(string name) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = name switch
            {
                "i" => new TypeProto.Types.Tensor { ElemType = (int)DataType.Int64, Shape = new TensorShapeProto() },
                "go" => new TypeProto.Types.Tensor { ElemType = (int)DataType.Bool, Shape = new TensorShapeProto() },
                _ => new TypeProto.Types.Tensor { ElemType = (int)DataType.Float },
            },
        },
    };

    private static long[] Longs(int[] shape) => Array.ConvertAll(shape, size => (long)size);
}

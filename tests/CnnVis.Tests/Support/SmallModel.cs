using CnnVis.Onnx;
using Google.Protobuf;

namespace CnnVis.Tests.Support;

/// <summary>Builds ONNX models node by node.</summary>
internal sealed class SmallModel
{
    private readonly ModelProto _model = new() { IrVersion = 8, Graph = new GraphProto { Name = "test" } };

    public SmallModel(int opset = 17) => _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });

    public ModelProto Proto => _model;

    public static SmallModel ScoringPixels(ImageShape shape, ReadOnlySpan<float> weights, int classes)
    {
        SmallModel model = new SmallModel()
            .Input("image", TensorProto.Types.DataType.Float, [null, .. shape.Dimensions(1).Skip(1).Select(size => (long?)size)])
            .Initializer("weights", weights, shape.ElementCount, classes)
            .Node("Flatten", "flatten", ["image"], "flat", GraphEdits.IntAttribute("axis", 1))
            .Node("MatMul", "dense", ["flat", "weights"], "logits")
            .Output("logits", TensorProto.Types.DataType.Float, [null, classes]);
        return model;
    }

    public SmallModel Input(string name, TensorProto.Types.DataType type, params long?[] shape)
    {
        _model.Graph.Input.Add(GraphEdits.Declare(name, type, shape));
        return this;
    }

    public SmallModel Output(string name, TensorProto.Types.DataType type, params long?[] shape)
    {
        _model.Graph.Output.Add(GraphEdits.Declare(name, type, shape));
        return this;
    }

    public SmallModel Node(string type, string name, string[] inputs, string output, params AttributeProto[] attributes)
    {
        _model.Graph.Node.Add(GraphEdits.NewNode(type, name, inputs, output, attributes));
        return this;
    }

    public SmallModel Initializer(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Float };
        tensor.Dims.Add(shape);
        tensor.FloatData.Add(values.ToArray());
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    public SmallModel Initializer(string name, long[] values, params long[] shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(shape);
        tensor.Int64Data.Add(values);
        _model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>BatchNormalization with numbers of its own; they come again after eight channels, or the last of a hundred would be enlarged, with its roundings, several hundred times.</summary>
    public SmallModel Normalization(string name, string input, string output, int channels)
    {
        int[] numbers = [.. Enumerable.Range(0, channels).Select(channel => channel % 8)];
        return Initializer($"{name}/scale", Array.ConvertAll(numbers, number => 0.5f + number), channels)
            .Initializer($"{name}/shift", Array.ConvertAll(numbers, number => 1f - number), channels)
            .Initializer($"{name}/mean", Array.ConvertAll(numbers, number => 0.25f * number), channels)
            .Initializer($"{name}/variance", Array.ConvertAll(numbers, number => 2f / (1 + number)), channels)
            .Node("BatchNormalization", name, [input, $"{name}/scale", $"{name}/shift", $"{name}/mean", $"{name}/variance"], output);
    }

    public SmallModel With(Action<ModelProto> change)
    {
        change(_model);
        return this;
    }

    public byte[] ToBytes() => _model.ToByteArray();

    public CnnModel Load(CnnModelOptions? options = null) => CnnModel.Load(ToBytes(), options);
}

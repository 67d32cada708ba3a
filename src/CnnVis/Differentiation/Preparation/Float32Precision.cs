using CnnVis.Onnx;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Differentiation.Preparation;

/// <summary>
/// The same model computing in float32: gradients in float16 vanish, and ONNX Runtime's processor kernels for what gradients need are float32
/// only. The image becomes float32 too, also where the model takes bytes.
/// </summary>
internal static class Float32Precision
{
    public static OnnxModel Apply(OnnxModel model, string image)
    {
        bool isFloat32 = StoredTensors.Of(model.Proto).All(tensor => !IsOtherFloat(tensor.DataType))
            && model.Proto.Graph.Node.Concat(model.Proto.Functions.SelectMany(function => function.Node)).All(node => !MentionsOtherFloat(node))
            && model.Proto.Graph.Input.All(input => input.Name != image || input.Type?.TensorType?.ElemType == (int)DataType.Float);
        return isFloat32 ? model : new OnnxModel(Convert(model.Proto, image, model.Folder), model.Name, model.Folder);
    }

    private static ModelProto Convert(ModelProto source, string image, string? folder)
    {
        ModelProto model = source.Clone();
        GraphProto graph = model.Graph;
        ConvertGraph(graph, folder);
        foreach (FunctionProto function in model.Functions)
        {
            function.Node.ToList().ForEach(node => ConvertNode(node, folder));
        }

        if (graph.Input.FirstOrDefault(input => input.Name == image)?.Type?.TensorType is { } imageType)
        {
            imageType.ElemType = (int)DataType.Float;
        }

        return model;
    }

    private static void ConvertGraph(GraphProto graph, string? folder)
    {
        graph.ValueInfo.Clear();
        foreach (TypeProto type in graph.Input.Concat(graph.Output).Select(declared => declared.Type).Where(type => type?.TensorType is not null))
        {
            if (IsOtherFloat(type.TensorType.ElemType))
            {
                type.TensorType.ElemType = (int)DataType.Float;
            }
        }

        foreach (TensorProto tensor in graph.Initializer)
        {
            ConvertTensor(tensor, folder);
        }

        foreach (NodeProto node in graph.Node)
        {
            ConvertNode(node, folder);
        }
    }

    private static void ConvertNode(NodeProto node, string? folder)
    {
        foreach (AttributeProto attribute in node.Attribute)
        {
            if (attribute.T is not null)
            {
                ConvertTensor(attribute.T, folder);
            }

            if (NamesType(node, attribute) && IsOtherFloat((int)attribute.I))
            {
                attribute.I = (int)DataType.Float;
            }
        }

        foreach (GraphProto body in node.Bodies())
        {
            ConvertGraph(body, folder);
        }
    }

    private static void ConvertTensor(TensorProto tensor, string? folder)
    {
        if (!IsOtherFloat(tensor.DataType))
        {
            return;
        }

        TensorProto converted = TensorData.Of(tensor.Name, TensorData.Floats(tensor, folder), tensor.Dims);
        tensor.ClearDataLocation();
        tensor.ExternalData.Clear();
        tensor.Int32Data.Clear();
        tensor.DoubleData.Clear();
        tensor.DataType = converted.DataType;
        tensor.RawData = converted.RawData;
    }

    private static bool MentionsOtherFloat(NodeProto node) =>
        node.Attribute.Any(attribute => NamesType(node, attribute) && IsOtherFloat((int)attribute.I))
        || node.Bodies().Any(body => body.Node.Any(MentionsOtherFloat));

    private static bool NamesType(NodeProto node, AttributeProto attribute) =>
        (node.OpType == "Cast" && attribute.Name == "to") || attribute.Name is "dtype" or "output_dtype";

    private static bool IsOtherFloat(int type) => (DataType)type is DataType.Float16 or DataType.Bfloat16 or DataType.Double;
}

using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnVis.Runtime;

/// <summary>What a tensor turned out to be when the model ran once.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="DataType">Its element type, as the format numbers them.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Value">Its numbers where they were asked for.</param>
internal sealed record ProbedTensor(int[] Shape, int DataType, long Bytes, TensorProto? Value)
{
    public bool IsFloat => (TensorElementType)DataType is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double;

    public static ProbedTensor? Of(string name, OrtValue value, bool keepValue)
    {
        if (value.OnnxType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            return null;
        }

        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        int type = (int)info.ElementDataType;
        // Strings have no fixed size; 4 bytes are as good as any.
        int elementBytes = TensorSize.BytesPerElement(type) is > 0 and var bytes ? bytes : 4;
        return new ProbedTensor(
            [.. info.Shape.Select(size => (int)size)],
            type,
            info.ElementCount * elementBytes,
            keepValue && TensorSize.BytesPerElement(type) > 0 ? OrtTensors.ToProto(name, value) : null);
    }
}

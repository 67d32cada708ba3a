using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnVis.Runtime;

/// <summary>What a tensor turned out to be when the model ran once.</summary>
internal sealed record ProbedTensor(int[] Shape, bool IsFloat, long Bytes)
{
    public static ProbedTensor? Of(OrtValue value)
    {
        if (value.OnnxType != OnnxValueType.ONNX_TYPE_TENSOR)
        {
            return null;
        }

        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        bool isFloat = info.ElementDataType is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double;
        long elementBytes = info.ElementDataType switch
        {
            TensorElementType.Double or TensorElementType.Int64 or TensorElementType.UInt64 => 8,
            TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Int16 or TensorElementType.UInt16 => 2,
            TensorElementType.UInt8 or TensorElementType.Int8 or TensorElementType.Bool => 1,
            _ => 4,
        };
        return new ProbedTensor([.. info.Shape.Select(size => (int)size)], isFloat, info.ElementCount * elementBytes);
    }
}

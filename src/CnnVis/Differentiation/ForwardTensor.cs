using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Differentiation;

/// <summary>A tensor of the forward graph as it is for one image shape.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="DataType">Its element type, as the format numbers them.</param>
/// <param name="IsConstant">True where its values are the same for every image, because they are stored or follow from shapes alone.</param>
internal sealed record ForwardTensor(string Name, BatchedShape Shape, int DataType, bool IsConstant)
{
    public ElementKind Kind => (DataType)DataType switch
    {
        Onnx.TensorProto.Types.DataType.Float => ElementKind.Float,
        Onnx.TensorProto.Types.DataType.Int8 or Onnx.TensorProto.Types.DataType.Uint8
            or Onnx.TensorProto.Types.DataType.Int16 or Onnx.TensorProto.Types.DataType.Uint16 => ElementKind.Code,
        Onnx.TensorProto.Types.DataType.Int32 or Onnx.TensorProto.Types.DataType.Int64 => ElementKind.Integer,
        Onnx.TensorProto.Types.DataType.Bool => ElementKind.Boolean,
        _ => ElementKind.Other,
    };
}

namespace CnnVis.Onnx;

/// <summary>How many elements and bytes a stored tensor must have.</summary>
internal static class TensorSize
{
    private const long MaxElements = 1L << 34;

    public static long ElementCount(TensorProto tensor)
    {
        long count = 1;
        foreach (long dimension in tensor.Dims)
        {
            count = dimension is >= 0 and <= MaxElements ? count * dimension : -1;
            if (count is < 0 or > MaxElements)
            {
                return -1;
            }
        }

        return count;
    }

    public static long ByteCount(TensorProto tensor) => ElementCount(tensor) * BytesPerElement(tensor.DataType);

    public static void RefuseInconsistent(TensorProto tensor, string modelName)
    {
        long elements = ElementCount(tensor);
        if (elements < 0)
        {
            throw new ModelException(modelName, $"tensor '{tensor.Name}' has the impossible shape [{string.Join(',', tensor.Dims)}].");
        }

        int elementBytes = BytesPerElement(tensor.DataType);
        if (tensor.HasRawData && elementBytes > 0 && tensor.RawData.Length != elements * elementBytes)
        {
            throw new ModelException(
                modelName,
                $"tensor '{tensor.Name}' of shape [{string.Join(',', tensor.Dims)}] needs {elements * elementBytes} bytes but the file holds {tensor.RawData.Length}.");
        }
    }

    /// <summary>0 for strings and packed types, whose size does not follow from the count alone.</summary>
    public static int BytesPerElement(int dataType) => (TensorProto.Types.DataType)dataType switch
    {
        TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Int8 or TensorProto.Types.DataType.Bool => 1,
        TensorProto.Types.DataType.Uint16 or TensorProto.Types.DataType.Int16 => 2,
        TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Bfloat16 => 2,
        TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Uint32 => 4,
        TensorProto.Types.DataType.Double or TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Uint64 => 8,
        _ => 0,
    };
}

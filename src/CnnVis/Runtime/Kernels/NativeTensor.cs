namespace CnnVis.Runtime.Kernels;

/// <summary>A tensor that belongs to ONNX Runtime.</summary>
internal readonly unsafe struct NativeTensor(float* numbers, long[] shape)
{
    public float* Numbers => numbers;

    public long[] Shape => shape;

    public long Length => shape.Aggregate(1L, (product, size) => product * size);
}

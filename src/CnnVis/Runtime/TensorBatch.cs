namespace CnnVis.Runtime;

/// <summary>An output for a batch of images, as float32.</summary>
/// <param name="Values">The elements, image after image.</param>
/// <param name="Shape">The shape of one image's part.</param>
/// <param name="Count">How many images.</param>
internal sealed record TensorBatch(float[] Values, int[] Shape, int Count)
{
    /// <summary>Batches of the same tensor, one after the other.</summary>
    public static TensorBatch Join(IReadOnlyList<TensorBatch> parts) =>
        new([.. parts.SelectMany(part => part.Values)], parts[0].Shape, parts.Sum(part => part.Count));

    /// <summary>The first image's, for so many images.</summary>
    public TensorBatch Repeat(int count) => new(Repeat(Values.AsSpan(0, Stride), count), Shape, count);

    /// <summary>Numbers so many times.</summary>
    public static float[] Repeat(ReadOnlySpan<float> numbers, int count)
    {
        float[] repeated = GC.AllocateUninitializedArray<float>(count * numbers.Length);
        for (int i = 0; i < count; i++)
        {
            numbers.CopyTo(repeated.AsSpan(i * numbers.Length));
        }

        return repeated;
    }

    private int Stride => Values.Length / Count;

    public ReadOnlySpan<float> this[int image] => Values.AsSpan(image * Stride, Stride);
}

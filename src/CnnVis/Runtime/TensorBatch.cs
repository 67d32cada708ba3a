namespace CnnVis.Runtime;

/// <summary>An output for a batch of images, as float32.</summary>
/// <param name="Values">The elements, image after image.</param>
/// <param name="Shape">The shape of one image's part.</param>
/// <param name="Count">How many images.</param>
internal sealed record TensorBatch(float[] Values, int[] Shape, int Count)
{
    /// <summary>What a run returned. Some exports drop the axis of the images for a single one, or fold it into another.</summary>
    /// <param name="values">All of it.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="images">How many images ran.</param>
    /// <param name="kept">How many of the first ones count: a model of a fixed batch may have been given more.</param>
    public static TensorBatch Of(float[] values, int[] shape, int images, int kept)
    {
        int length = values.Length / images;
        return new TensorBatch(kept == images ? values : values[..(length * kept)], ShapeOfOne(shape, length, images), kept);
    }

    /// <summary>Room for what runs return that take a part of a batch each.</summary>
    /// <param name="length">How many numbers one run returns.</param>
    /// <param name="shape">In which shape.</param>
    /// <param name="images">For how many images.</param>
    /// <param name="count">How many images the whole batch has.</param>
    /// <param name="buffers">Gives the memory.</param>
    public static TensorBatch ForImages(int length, int[] shape, int images, int count, FloatBuffers buffers) =>
        new(buffers.Rent(length / images * count), ShapeOfOne(shape, length / images, images), count);

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

    private static int[] ShapeOfOne(int[] shape, int length, int images) => shape.Length > 0 && shape[0] == images ? shape[1..] : [length];

    private int Stride => Values.Length / Count;

    public ReadOnlySpan<float> this[int image] => Values.AsSpan(image * Stride, Stride);
}

namespace CnnVis;

/// <summary>Changed copies of one image, scored together. Its memory is used again for every batch.</summary>
public sealed class ImageBatch
{
    private readonly ImageTensor _original;
    private float[]? _copies;

    internal ImageBatch(ImageTensor original, int capacity)
    {
        _original = original;
        Capacity = capacity;
    }

    /// <summary>How many images it holds.</summary>
    public int Capacity { get; }

    // A single image that nobody changes needs no copy.
    internal ReadOnlyMemory<float> Memory => _copies is null && Capacity == 1 ? _original.Memory : Copies;

    /// <summary>The elements of one image, to be changed.</summary>
    /// <param name="index">Its position.</param>
    public Span<float> this[int index] => Copies.AsSpan(index * _original.Shape.ElementCount, _original.Shape.ElementCount);

    private float[] Copies => _copies ??= CopyOriginal();

    /// <summary>Puts the original back into a rectangle of one image.</summary>
    /// <param name="index">The image's position.</param>
    /// <param name="rectangle">The rectangle.</param>
    public void Restore(int index, PixelRectangle rectangle) => _original.Shape.CopyRectangle(_original.Values, this[index], rectangle);

    private float[] CopyOriginal()
    {
        int length = _original.Shape.ElementCount;
        // Pinned for its whole life: ONNX Runtime reads it in place.
        float[] copies = GC.AllocateUninitializedArray<float>(checked(Capacity * length), pinned: true);
        for (int i = 0; i < Capacity; i++)
        {
            _original.Values.CopyTo(copies.AsSpan(i * length, length));
        }

        return copies;
    }
}

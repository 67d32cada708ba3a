namespace CnnVis;

/// <summary>Changed copies of one image, scored together. Its memory is used again for every batch.</summary>
public sealed class ImageBatch
{
    private readonly float[] _values;
    private readonly ImageTensor _original;

    internal ImageBatch(ImageTensor original, int capacity)
    {
        _original = original;
        Capacity = capacity;
        // Pinned for its whole life: ONNX Runtime reads it in place.
        _values = GC.AllocateUninitializedArray<float>(checked(capacity * original.Shape.ElementCount), pinned: true);
        for (int i = 0; i < capacity; i++)
        {
            original.Values.CopyTo(this[i]);
        }
    }

    /// <summary>How many images it holds.</summary>
    public int Capacity { get; }

    internal ReadOnlyMemory<float> Memory => _values;

    /// <summary>The elements of one image, to be changed.</summary>
    /// <param name="index">Its position.</param>
    public Span<float> this[int index] => _values.AsSpan(index * _original.Shape.ElementCount, _original.Shape.ElementCount);

    /// <summary>Puts the original back into a rectangle of one image.</summary>
    /// <param name="index">The image's position.</param>
    /// <param name="rectangle">The rectangle.</param>
    public void Restore(int index, PixelRectangle rectangle) => _original.Shape.CopyRectangle(_original.Values, this[index], rectangle);
}

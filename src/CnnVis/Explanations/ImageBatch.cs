using CnnVis.Runtime;

namespace CnnVis;

/// <summary>Changed copies of one image, scored together. Its memory is used again for every batch, and by others when the explanation is over.</summary>
public sealed class ImageBatch
{
    private readonly ImageTensor _original;
    private readonly FloatBuffers _buffers;
    private readonly Lazy<float[]> _copies;
    private bool _isReleased;

    internal ImageBatch(ImageTensor original, int capacity, FloatBuffers buffers)
    {
        _original = original;
        _buffers = buffers;
        _copies = new Lazy<float[]>(CopyOriginal);
        Capacity = capacity;
    }

    /// <summary>How many images it holds.</summary>
    public int Capacity { get; }

    // A single image that nobody changes needs no copy.
    internal ReadOnlyMemory<float> Memory => Capacity == 1 && !_copies.IsValueCreated ? _original.Memory : Copies;

    /// <summary>The elements of one image, to be changed.</summary>
    /// <param name="index">Its position.</param>
    /// <exception cref="ObjectDisposedException">The explanation is over.</exception>
    public Span<float> this[int index] => Copies.AsSpan(index * _original.Shape.ElementCount, _original.Shape.ElementCount);

    private float[] Copies
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            return _copies.Value;
        }
    }

    /// <summary>Puts the original back into a rectangle of one image.</summary>
    /// <param name="index">The image's position.</param>
    /// <param name="rectangle">The rectangle.</param>
    public void Restore(int index, PixelRectangle rectangle) => _original.Shape.CopyRectangle(_original.Values, this[index], rectangle);

    /// <summary>Hands its memory back, when the explanation is over.</summary>
    internal void Release()
    {
        if (!_isReleased && _copies.IsValueCreated)
        {
            _buffers.Return(_copies.Value);
        }

        _isReleased = true;
    }

    private float[] CopyOriginal()
    {
        int length = _original.Shape.ElementCount;
        float[] copies = _buffers.Rent(checked(Capacity * length));
        for (int i = 0; i < Capacity; i++)
        {
            _original.Values.CopyTo(copies.AsSpan(i * length, length));
        }

        return copies;
    }
}

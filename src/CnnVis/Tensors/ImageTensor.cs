using System.Globalization;
using System.Numerics.Tensors;

namespace CnnVis;

/// <summary>
/// Images as the numbers that a model reads: float32, preprocessed, four axes. It is explained as it is; nothing is resized or scaled,
/// and there is no original picture to lay a map over.
/// </summary>
public sealed class ImageTensor
{
    private readonly float[] _values;

    /// <summary>Creates a tensor from a copy of the values.</summary>
    /// <param name="values">The elements in row-major order.</param>
    /// <param name="shape">The shape of one image.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of images, or one of them is not finite.</exception>
    public ImageTensor(ReadOnlySpan<float> values, ImageShape shape)
        : this(values.ToArray(), shape)
    {
        if (TensorPrimitives.IsFiniteAll<float>(values))
        {
            return;
        }

        int index = Array.FindIndex(_values, value => !float.IsFinite(value));
        throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"The tensor holds {_values[index]} at element {index}. Every element must be a finite number."),
            nameof(values));
    }

    internal ImageTensor(float[] values, ImageShape shape)
    {
        if (shape.ElementCount <= 0 || values.Length == 0 || values.Length % shape.ElementCount != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values are not a whole number of images of {shape.Channels}x{shape.Height}x{shape.Width}.", nameof(values));
        }

        _values = values;
        Shape = shape;
        Count = values.Length / shape.ElementCount;
    }

    /// <summary>The shape of one image.</summary>
    public ImageShape Shape { get; }

    /// <summary>How many images the tensor holds.</summary>
    public int Count { get; }

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<float> Values => _values;

    internal ReadOnlyMemory<float> Memory => _values;

    /// <summary>One image of the batch.</summary>
    /// <param name="index">Its position.</param>
    /// <returns>A tensor of one image.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ImageTensor Slice(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return new ImageTensor(_values.AsSpan(index * Shape.ElementCount, Shape.ElementCount).ToArray(), Shape);
    }

    /// <summary>Reads a tensor of four axes from a NumPy file.</summary>
    /// <param name="path">The .npy file, [N,C,H,W] or [N,H,W,C]; an array of three axes counts as one image.</param>
    /// <param name="layout">The order of the axes.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="CnnVisException">The file is missing, is no .npy file, has another number of axes, or holds NaN or infinity.</exception>
    public static ImageTensor LoadNpy(string path, TensorLayout layout)
    {
        NpyArray array = NpyFile.Load(path);
        string name = Path.GetFileName(path);
        int[] shape = array.Shape.Length == 3 ? [1, .. array.Shape] : array.Shape;
        if (shape.Length != 4 || array.Values.Length == 0)
        {
            throw new CnnVisException($"{name}: its shape is ({string.Join(", ", array.Shape)}); an image tensor has four axes, [N,C,H,W] or [N,H,W,C].");
        }

        ImageShape imageShape = layout == TensorLayout.Nchw
            ? new ImageShape(shape[1], shape[2], shape[3], layout)
            : new ImageShape(shape[3], shape[1], shape[2], layout);
        float[] values = new float[array.Values.Length];
        TensorPrimitives.ConvertTruncating<double, float>(array.Values, values);
        try
        {
            return new ImageTensor(values.AsSpan(), imageShape);
        }
        catch (ArgumentException e)
        {
            throw new CnnVisException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Writes the tensor as a NumPy file, whole or not at all.</summary>
    /// <param name="path">The .npy file.</param>
    public void SaveNpy(string path) => AtomicFile.Write(path, NpyFile.ToBytes(_values, Shape.Dimensions(Count)));
}

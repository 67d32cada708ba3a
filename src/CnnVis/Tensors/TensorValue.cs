namespace CnnVis;

/// <summary>A value for a model input that is not the image: a size, a threshold, a flag.</summary>
public sealed class TensorValue
{
    private readonly double[] _values;
    private readonly int[] _shape;

    /// <summary>Creates a value.</summary>
    /// <param name="values">The elements in row-major order; they are converted to the input's element type.</param>
    /// <param name="shape">The shape; without one, a vector of all elements.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements.</exception>
    public TensorValue(ReadOnlySpan<double> values, params ReadOnlySpan<int> shape)
    {
        _values = values.ToArray();
        _shape = shape.IsEmpty && values.Length != 1 ? [values.Length] : shape.ToArray();
        if (_shape.Aggregate(1L, (product, dimension) => product * dimension) != _values.Length)
        {
            throw new ArgumentException($"The shape [{string.Join(',', _shape)}] does not hold {_values.Length} elements.", nameof(shape));
        }
    }

    /// <summary>The shape; empty for a single number.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Reads a value from a NumPy file of any numeric type.</summary>
    /// <param name="path">The .npy file.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CnnVisException">The file is missing or is no .npy file.</exception>
    public static TensorValue LoadNpy(string path)
    {
        NpyArray array = NpyFile.Load(path);
        return new TensorValue(array.Values, array.Shape);
    }

    /// <summary>A single number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator TensorValue(double value) => FromDouble(value);

    /// <summary>A single number.</summary>
    /// <param name="value">The number.</param>
    /// <returns>A value of an empty shape.</returns>
    public static TensorValue FromDouble(double value) => new([value]);
}

using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>The direction in which the cells of a layer differ most.</summary>
internal static class PrincipalComponent
{
    private const int MostSteps = 5000;
    private const double SmallestChange = 1e-12;

    /// <summary>
    /// Each cell's channels, less their mean over the cells, projected on the first right singular vector. A singular vector has no sign of its
    /// own: here the projection rises with the mean of the channels.
    /// </summary>
    /// <param name="grid">The grid.</param>
    /// <param name="planes">The numbers, channel after channel.</param>
    /// <returns>A number for each cell.</returns>
    public static float[] Project(FeatureGrid grid, ReadOnlySpan<float> planes)
    {
        int cells = grid.CellCount;
        double[] centred = new double[planes.Length];
        double[] sums = new double[cells];
        for (int channel = 0; channel < grid.Channels; channel++)
        {
            Span<double> plane = centred.AsSpan(channel * cells, cells);
            TensorPrimitives.ConvertTruncating<float, double>(planes.Slice(channel * cells, cells), plane);
            TensorPrimitives.Add(sums, plane, sums);
            TensorPrimitives.Subtract(plane, TensorPrimitives.Average<double>(plane), plane);
        }

        double[] projection = cells <= grid.Channels ? FromCells(centred, cells) : FromChannels(centred, cells);
        double sign = TensorPrimitives.Dot<double>(projection, sums) < 0 ? -1 : 1;
        return Array.ConvertAll(projection, value => (float)(sign * value));
    }

    /// <summary>The left singular vector times its value, from the products of cells.</summary>
    private static double[] FromCells(double[] centred, int cells)
    {
        double[] transposed = new double[centred.Length];
        int channels = centred.Length / cells;
        for (int i = 0; i < centred.Length; i++)
        {
            transposed[(i % cells * channels) + (i / cells)] = centred[i];
        }

        (double[] direction, double variance) = Largest(Products(transposed, channels), cells);
        TensorPrimitives.Multiply(direction, Math.Sqrt(variance), direction);
        return direction;
    }

    /// <summary>The cells projected on the right singular vector, from the products of channels.</summary>
    private static double[] FromChannels(double[] centred, int cells)
    {
        int channels = centred.Length / cells;
        (double[] direction, _) = Largest(Products(centred, cells), channels);
        double[] projection = new double[cells];
        for (int channel = 0; channel < channels; channel++)
        {
            TensorPrimitives.MultiplyAdd(centred.AsSpan(channel * cells, cells), direction[channel], projection, projection);
        }

        return projection;
    }

    private static double[] Products(double[] rows, int length)
    {
        int count = rows.Length / length;
        double[] products = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = TensorPrimitives.Dot<double>(rows.AsSpan(i * length, length), rows.AsSpan(j * length, length));
                products[(i * count) + j] = products[(j * count) + i] = product;
            }
        }

        return products;
    }

    /// <summary>The eigenvector of the largest eigenvalue of a matrix without negative ones, by power iteration; zeros for a matrix of zeros.</summary>
    private static (double[] Vector, double Value) Largest(double[] matrix, int size)
    {
        var random = new CounterRandom(seed: 1);
        double[] vector = [.. Enumerable.Range(0, size).Select(i => (double)random.Normal(sample: 0, i))];
        double[] next = new double[size];
        double value = 0;
        for (int step = 0; step < MostSteps; step++)
        {
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
            for (int row = 0; row < size; row++)
            {
                next[row] = TensorPrimitives.Dot<double>(matrix.AsSpan(row * size, size), vector);
            }

            value = TensorPrimitives.Norm<double>(next);
            if (value == 0)
            {
                return (next, 0);
            }

            TensorPrimitives.Divide(next, value, next);
            double change = TensorPrimitives.Distance<double>(next, vector);
            (vector, next) = (next, vector);
            if (change < SmallestChange)
            {
                break;
            }
        }

        return (vector, value);
    }
}

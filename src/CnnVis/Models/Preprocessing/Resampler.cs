using System.Numerics.Tensors;

namespace CnnVis.Models;

/// <summary>Resizes planes of floats along both axes.</summary>
internal static class Resampler
{
    /// <summary>Resizes a plane, bilinear with half-pixel centres: how a small map is drawn over a large picture.</summary>
    public static float[] Resize(ReadOnlySpan<float> plane, int width, int height, int newWidth, int newHeight, bool antialias = false) => Resize(
        plane,
        width,
        ResamplingFilter.Create(width, newWidth, 0, newWidth, antialias),
        ResamplingFilter.Create(height, newHeight, 0, newHeight, antialias));

    /// <summary>Resizes the parts of a plane that the two filters cover: rows first, so that every step runs over contiguous memory.</summary>
    public static float[] Resize(ReadOnlySpan<float> plane, int width, ResamplingFilter columns, ResamplingFilter rows)
    {
        float[] resized = new float[columns.Length * rows.Length];
        float[] blended = new float[width];
        for (int y = 0; y < rows.Length; y++)
        {
            BlendRows(plane, width, rows.Start(y), rows.Weights(y), blended);
            Span<float> line = resized.AsSpan(y * columns.Length, columns.Length);
            for (int x = 0; x < line.Length; x++)
            {
                ReadOnlySpan<float> weights = columns.Weights(x);
                line[x] = TensorPrimitives.Dot(blended.AsSpan(columns.Start(x), weights.Length), weights);
            }
        }

        return resized;
    }

    private static void BlendRows(ReadOnlySpan<float> plane, int width, int firstRow, ReadOnlySpan<float> weights, Span<float> blended)
    {
        blended.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            TensorPrimitives.MultiplyAdd(plane.Slice((firstRow + i) * width, width), weights[i], blended, blended);
        }
    }
}

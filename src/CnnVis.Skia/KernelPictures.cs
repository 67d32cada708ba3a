using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>Draws kernels.</summary>
public static class KernelPictures
{
    // A sheet of strips is one picture: it stays on a screen while its weights can be told apart.
    private const int LongestStrips = 1600;

    /// <summary>
    /// Draws a layer's kernels in rows. Those that read the picture are drawn as the patches that they look for, in colours or grey: mid-grey is 0.
    /// Of others, kernels of one input channel are drawn in red and blue for positive and negative weights, as is
    /// <see cref="KernelSheetOptions.InputChannel"/>; of several, by the length of their weights at each place, from dark to bright. Kernels of 1x1 are
    /// rows of one picture, a column for each input channel, in red and blue.
    /// </summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="options">Which are drawn, in which order and on which scale; null for the defaults.</param>
    /// <returns>The sheet.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the kernels have no such input channel.</exception>
    public static RgbImage Sheet(this Kernels kernels, KernelSheetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        KernelSheetOptions chosen = options ?? new();
        chosen.Validate(kernels);
        var form = KernelForm.Of(kernels, chosen);
        Heatmap[][] drawn = [.. kernels.InOrder(chosen.Order).Take(chosen.Most).Select(form.Planes)];
        float[] scales = [.. drawn.Select(planes => planes.Max(plane => plane.MaxMagnitude))];
        if (chosen.SharedScale)
        {
            Array.Fill(scales, scales.Max());
        }

        bool areStrips = KernelForm.AreStrips(kernels, chosen);
        (int width, int height) = (drawn[0][0].Width, drawn[0][0].Height);
        // Weights are squares with sharp edges: interpolated, nobody could count them.
        int side = areStrips
            ? Math.Clamp(LongestStrips / Math.Max(width, drawn.Length), 1, Math.Max(1, chosen.CellSize / 8))
            : Math.Max(1, chosen.CellSize / Math.Max(width, height));
        int gap = areStrips ? 0 : chosen.Gap;
        int columns = areStrips ? 1 : Math.Min(chosen.Columns ?? (int)Math.Ceiling(Math.Sqrt(drawn.Length)), drawn.Length);
        int rows = (drawn.Length + columns - 1) / columns;
        var canvas = new Canvas((columns * ((width * side) + gap)) + gap, (rows * ((height * side) + gap)) + gap, form.Background);
        for (int i = 0; i < drawn.Length; i++)
        {
            int left = gap + (i % columns * ((width * side) + gap));
            int top = gap + (i / columns * ((height * side) + gap));
            Draw(canvas, drawn[i], form, scales[i], left, top, side);
        }

        return canvas.ToImage();
    }

    private static void Draw(Canvas canvas, Heatmap[] planes, KernelForm form, float scale, int left, int top, int side)
    {
        for (int y = 0; y < planes[0].Height; y++)
        {
            for (int x = 0; x < planes[0].Width; x++)
            {
                RgbValues color = form.ColorAt(Array.ConvertAll(planes, plane => scale > 0 ? plane[y, x] / scale : 0));
                canvas.Fill(new PixelRectangle(left + (x * side), top + (y * side), side, side), color);
            }
        }
    }
}

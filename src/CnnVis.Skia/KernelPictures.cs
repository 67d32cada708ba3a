using System.Globalization;
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
        int[] order = [.. kernels.InOrder(chosen.Order).Take(chosen.Most)];
        Heatmap[][] drawn = [.. order.Select(form.Planes)];
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
        SheetOptions layout = areStrips
            ? new() { Columns = 1, Gap = 0 }
            : new() { Columns = chosen.Columns, Gap = chosen.Gap };
        RgbImage[] pictures = [.. drawn.Zip(scales, (planes, scale) => Draw(planes, form, scale, side))];
        if (!chosen.Annotate)
        {
            return Together(pictures, layout, form.Background);
        }

        CaptionedPicture[] captioned = areStrips
            ? [new(Together(pictures, layout, form.Background), "")]
            : [.. order.Zip(pictures, (kernel, picture) => new CaptionedPicture(Edged(picture, form), kernel.ToString(CultureInfo.InvariantCulture)))];
        return CaptionedSheet.Draw(kernels.Layer, Summary(kernels, form, order.Length, chosen), captioned, layout);
    }

    // Weights near 0 may be as white as the paper.
    private static RgbImage Edged(RgbImage picture, KernelForm form) => Together([picture], new SheetOptions { Gap = 1 }, form.Background);

    private static string Summary(Kernels kernels, KernelForm form, int drawn, KernelSheetOptions options)
    {
        string[] parts =
        [
            $"{(drawn < kernels.Count ? $"{drawn} of " : "")}{kernels.Count} kernels of {kernels.Height}x{kernels.Width}",
            form.Meaning,
            .. options.Order == KernelOrder.Index ? Array.Empty<string>() : [$"by {options.Order.ToString().ToLowerInvariant()}"],
            options.SharedScale ? "one scale" : "each on its own scale",
        ];
        return string.Join(" \u00b7 ", parts);
    }

    private static RgbImage Together(RgbImage[] pictures, SheetOptions layout, RgbValues background)
    {
        (int width, int height, int gap) = (pictures[0].Width, pictures[0].Height, layout.Gap);
        int columns = Math.Min(layout.Columns ?? (int)Math.Ceiling(Math.Sqrt(pictures.Length)), pictures.Length);
        int rows = (pictures.Length + columns - 1) / columns;
        var canvas = new Canvas((columns * (width + gap)) + gap, (rows * (height + gap)) + gap, background);
        for (int i = 0; i < pictures.Length; i++)
        {
            canvas.Draw(pictures[i], gap + (i % columns * (width + gap)), gap + (i / columns * (height + gap)));
        }

        return canvas.ToImage();
    }

    private static RgbImage Draw(Heatmap[] planes, KernelForm form, float scale, int side)
    {
        var canvas = new Canvas(planes[0].Width * side, planes[0].Height * side, form.Background);
        for (int y = 0; y < planes[0].Height; y++)
        {
            for (int x = 0; x < planes[0].Width; x++)
            {
                RgbValues color = form.ColorAt(Array.ConvertAll(planes, plane => scale > 0 ? plane[y, x] / scale : 0));
                canvas.Fill(new PixelRectangle(x * side, y * side, side, side), color);
            }
        }

        return canvas.ToImage();
    }
}

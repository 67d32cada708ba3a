namespace CnnVis.Skia.Drawing;

/// <summary>The arithmetic of a convolution as grids of numbers.</summary>
internal static class ArithmeticDrawing
{
    private const int CellWithNumber = 42;
    private const int LargestGridSide = 300;
    private const int SignWidth = 28;
    private const int CaptionHeight = 18;
    private const int RowGap = 10;
    private const int SumWidth = 150;

    private static readonly RgbValues PaddingColor = 232;

    /// <summary>A row of grids for each of the channels whose products add up to most, and a line for the others.</summary>
    public static RgbImage Of(ConvolutionArithmetic arithmetic, int mostChannels)
    {
        int[] channels =
        [
            .. Enumerable.Range(0, arithmetic.Channels).OrderByDescending(channel => Math.Abs(arithmetic.SumOf(channel))).Take(mostChannels).Order(),
        ];
        int side = Math.Max(2, Math.Min(CellWithNumber, LargestGridSide / Math.Max(arithmetic.Height, arithmetic.Width)));
        (int gridWidth, int gridHeight) = (side * arithmetic.Width, side * arithmetic.Height);
        int rowHeight = CaptionHeight + gridHeight + RowGap;
        bool someLeft = channels.Length < arithmetic.Channels;
        var canvas = new Canvas(
            (3 * gridWidth) + (3 * SignWidth) + SumWidth, (channels.Length * rowHeight) + (someLeft ? CaptionHeight + RowGap : 0) + RowGap, CaptionedSheet.Paper);
        for (int i = 0; i < channels.Length; i++)
        {
            DrawChannel(canvas, arithmetic, channels[i], i * rowHeight, side);
        }

        if (someLeft)
        {
            float rest = Enumerable.Range(0, arithmetic.Channels).Except(channels).Sum(arithmetic.SumOf);
            canvas.DrawText(
                $"the other {arithmetic.Channels - channels.Length} channels together: {UnitPictures.Number(rest)}",
                0,
                (channels.Length * rowHeight) + 14,
                CaptionedSheet.Text,
                CaptionedSheet.Ink);
        }

        return canvas.ToImage();
    }

    private static void DrawChannel(Canvas canvas, ConvolutionArithmetic arithmetic, int channel, int top, int side)
    {
        int places = arithmetic.Height * arithmetic.Width;
        int width = side * arithmetic.Width;
        int gridTop = top + CaptionHeight;
        float middle = gridTop + (side * arithmetic.Height / 2f) + 5;
        ReadOnlySpan<float> patch = arithmetic.Patch.Slice(channel * places, places);
        ReadOnlySpan<float> kernel = arithmetic.Kernel.Slice(channel * places, places);
        ReadOnlySpan<float> products = arithmetic.Products.Slice(channel * places, places);
        int left = 0;
        DrawGrid(canvas, arithmetic, patch, $"reads channel {arithmetic.FirstChannel + channel}", left, top, side, Largest(arithmetic.Patch));
        left += width;
        canvas.DrawText("\u00d7", left + 9, middle, CaptionedSheet.Title, CaptionedSheet.Ink);
        left += SignWidth;
        DrawGrid(canvas, arithmetic, kernel, "kernel", left, top, side, Largest(arithmetic.Kernel));
        left += width;
        canvas.DrawText("=", left + 9, middle, CaptionedSheet.Title, CaptionedSheet.Ink);
        left += SignWidth;
        DrawGrid(canvas, arithmetic, products, "products", left, top, side, Largest(arithmetic.Products));
        canvas.DrawText($"\u2192  sum {UnitPictures.Number(arithmetic.SumOf(channel))}", left + width + 9, middle, CaptionedSheet.Text, CaptionedSheet.Ink);
    }

    private static void DrawGrid(
        Canvas canvas, ConvolutionArithmetic arithmetic, ReadOnlySpan<float> numbers, string caption, int left, int top, int side, float largest)
    {
        canvas.DrawText(CaptionedSheet.Small.Fit(caption, (side * arithmetic.Width) + SignWidth), left, top + 12, CaptionedSheet.Small, CaptionedSheet.PaleInk);
        for (int i = 0; i < numbers.Length; i++)
        {
            (int row, int column) = (i / arithmetic.Width, i % arithmetic.Width);
            var cell = new PixelRectangle(left + (column * side), top + CaptionHeight + (row * side), side - 1, side - 1);
            bool isPadding = caption != "kernel" && arithmetic.IsPadding(row, column);
            float share = largest > 0 ? numbers[i] / largest : 0;
            RgbValues color = isPadding ? PaddingColor : ColorMap.BlueWhiteRed.ColorAt((1 + share) / 2);
            canvas.Fill(cell, color);
            if (side == CellWithNumber)
            {
                string text = isPadding ? "pad" : Short(numbers[i]);
                float start = cell.Left + ((cell.Width - CaptionedSheet.Small.Measure(text)) / 2);
                canvas.DrawText(text, start, cell.Top + (cell.Height / 2f) + 4, CaptionedSheet.Small, color.Luma < 128 ? CaptionedSheet.Paper : CaptionedSheet.Ink);
            }
        }
    }

    private static float Largest(ReadOnlySpan<float> numbers) => Math.Abs(System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(numbers));

    private static string Short(float number) =>
        number.ToString(Math.Abs(number) >= 100 ? "0" : Math.Abs(number) >= 10 ? "0.0" : "0.00", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '\u2212');
}
